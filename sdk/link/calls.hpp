#pragma once

#include <functional>
#include <optional>

#include "sdk/link/resolve.hpp"

namespace orrery::link {

/// Whether an instruction slot begins there.
bool is_code(const Inputs& inputs, Spot spot);

/// What the calls in these text sections lead to, of those that stay in the program.
std::vector<Spot> call_targets(const Inputs& inputs, const Resolution& resolution,
                               const std::vector<std::uint32_t>& text);

/// Before v3 the loader names every called function by a hash of its position (sbpf::function_key),
/// in one space with syscalls and "entrypoint", and refuses a program where two names are the same.
/// Returns the section of a target for which that is so.
std::optional<std::uint32_t> find_collision(const std::vector<Spot>& targets, Spot entry,
                                            const std::function<std::uint64_t(Spot)>& offset);

}  // namespace orrery::link

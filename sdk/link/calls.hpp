#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <functional>
#include <optional>

#include "sdk/link/resolve.hpp"

namespace orrery::link {

/// Whether an instruction slot begins there.
bool is_code(const Inputs& inputs, Spot spot);

/// What the calls in these text sections lead to, of those that stay in the program.
std::vector<Spot> call_targets(const Inputs& inputs, const Resolution& resolution,
                               const std::vector<std::uint32_t>& text);

/// Keys that a function can't have before v3, where the loader names every called one by a hash of
/// its position (sbpf::function_key), in one space with the rest. Two positions never have the same
/// key: they differ in four bytes, which the hash maps one to one.
using ReservedKeys = boost::unordered_flat_set<std::uint32_t>;

/// Those of all syscalls and of "entrypoint".
ReservedKeys reserved_keys();

/// The section of a target that would have a reserved key at its offset in the text.
std::optional<std::uint32_t> find_collision(const std::vector<Spot>& targets,
                                            const ReservedKeys& reserved,
                                            const std::function<std::uint64_t(Spot)>& offset);

}  // namespace orrery::link

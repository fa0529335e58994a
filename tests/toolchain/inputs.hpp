#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sdk/types/bytes.hpp"

namespace orrery::toolchain {

/// What a snippet is run with: the same for the same seed and name. Among random bytes there are
/// numbers at the edges of their types, small ones, text, and nothing at all.
std::vector<Bytes> make_inputs(std::uint64_t seed, std::string_view name);

}  // namespace orrery::toolchain

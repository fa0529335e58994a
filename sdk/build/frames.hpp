#pragma once

#include <cstdint>

#include "sdk/sbpf/version.hpp"
#include "sdk/types/bytes.hpp"

namespace orrery::build {

/// How many bytes of its stack frame the code of a function uses: the farthest below r10 that it
/// reads, writes or takes the address of. An object whose address is taken reaches up to the next
/// one, so this is what the compiler laid out. `code` is whole instructions.
std::uint32_t frame_use(ByteSpan code, sbpf::SbpfVersion version);

}  // namespace orrery::build

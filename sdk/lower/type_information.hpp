#pragma once

#include <cstdint>
#include <span>

namespace orrery::lower {

/// Zeroes the sections with the Linux kernel's type information (BTF) in an object that LLVM made.
/// LLVM writes them wherever there is debug information, with some bytes that differ from run to
/// run; nobody reads them here, and equal programs are to give equal objects.
void blank_type_information(std::span<std::uint8_t> object);

}  // namespace orrery::lower

#pragma once

#include <optional>
#include <string>

#include "sdk/link/inputs.hpp"

namespace orrery::link {

/// The line of the source that a spot of code was compiled from, as "src/counter.c:17", by the
/// object's .debug_line of DWARF 2 to 4. Nothing where that is absent, newer, damaged or silent.
/// Only for objects: their addresses are still relocations.
std::optional<std::string> source_line(const Inputs& inputs, Spot spot);

}  // namespace orrery::link

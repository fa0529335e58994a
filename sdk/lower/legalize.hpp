#pragma once

#include "sdk/lower/unit.hpp"

namespace orrery::lower {

/// Rewrites single instructions that BPF's back end refuses or does badly, after optimization:
/// arithmetic, large copies, traps, and the alignment of accesses. What it doesn't know is left for
/// the back end to report.
void legalize_instructions(const Unit& unit);

}  // namespace orrery::lower

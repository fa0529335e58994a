#pragma once

#include "sdk/lower/emit.hpp"

namespace orrery::lower {

/// Stops the program where the source says, or follows into saying, that control never comes: BPF's
/// back end makes nothing of such a place, and control would run on into the next function's code.
/// Left alone: what a call that doesn't return precedes, and the default of a switch that its cases
/// exhaust, where it only costs a comparison.
void close_dead_end(Emit& emit, llvm::Value* unreachable);

}  // namespace orrery::lower

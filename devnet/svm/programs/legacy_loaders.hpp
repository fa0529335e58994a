#pragma once

#include "devnet/svm/invoke/builtin.hpp"

namespace orrery::programs {

/// Loaders v1 and v2 called as programs: their programs still run, but they manage none any more.
/// Error: UnsupportedProgramId.
invoke::InstructionResult process_loader_v1(invoke::InvokeContext& context);
invoke::InstructionResult process_loader_v2(invoke::InvokeContext& context);

}  // namespace orrery::programs

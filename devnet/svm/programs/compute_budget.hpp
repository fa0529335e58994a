#pragma once

#include "devnet/svm/invoke/builtin.hpp"

namespace orrery::programs {

/// The compute budget program. Its instructions are read before the transaction executes
/// (compute_budget_limits.hpp); run, they do nothing and never fail.
invoke::InstructionResult process_compute_budget(invoke::InvokeContext& context);

}  // namespace orrery::programs

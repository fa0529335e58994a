#pragma once

#include "devnet/svm/invoke/builtin.hpp"

namespace orrery::programs {

/// The Hooks program (docs/spec/hooks.md 3): registers hooks, takes and gives back bids.
invoke::InstructionResult process_hooks(invoke::InvokeContext& context);

}  // namespace orrery::programs

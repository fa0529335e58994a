#pragma once

#include "devnet/svm/invoke/context.hpp"

namespace orrery::runtime {

/// Where the running programs stand: the innermost one at its vm's pc, the others in their CPIs.
Boxed<svm::FaultTrace> trace_of(invoke::InvokeContext& context);

}  // namespace orrery::runtime

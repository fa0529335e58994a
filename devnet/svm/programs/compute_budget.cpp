#include "devnet/svm/programs/compute_budget.hpp"

namespace orrery::programs {

invoke::InstructionResult process_compute_budget(invoke::InvokeContext&) { return {}; }

}  // namespace orrery::programs

#include "devnet/svm/programs/legacy_loaders.hpp"

#include "devnet/svm/programs/log.hpp"

namespace orrery::programs {

using Code = invoke::InstructionErrorCode;

invoke::InstructionResult process_loader_v1(invoke::InvokeContext& context) {
    return refuse(context, Code::UnsupportedProgramId, "Deprecated loader is no longer supported");
}

invoke::InstructionResult process_loader_v2(invoke::InvokeContext& context) {
    return refuse(context, Code::UnsupportedProgramId,
                  "BPF loader management instructions are no longer supported");
}

}  // namespace orrery::programs

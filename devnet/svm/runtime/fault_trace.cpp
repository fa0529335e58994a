#include "devnet/svm/runtime/fault_trace.hpp"

#include <algorithm>
#include <iterator>

#include "sdk/sbpf/fingerprint.hpp"

namespace orrery::runtime {
namespace {

std::vector<std::uint64_t> pcs_of(const vm::VmState& vm, std::uint64_t pc) {
    std::vector<std::uint64_t> out;
    out.reserve(vm.frames.size() + 1);
    out.push_back(pc);
    std::transform(vm.frames.rbegin(), vm.frames.rend(), std::back_inserter(out),
                   [](const vm::CallFrame& frame) { return frame.return_pc - 1; });
    return out;
}

}  // namespace

// Builtins run no programs, so the running programs are the bottom of the instruction stack.
Boxed<svm::FaultTrace> trace_of(invoke::InvokeContext& context) {
    auto trace = std::make_unique<svm::FaultTrace>();
    const auto& frames = context.frames();
    for (auto i = frames.size(); i-- > 0;) {
        const auto& vm = frames[i].vm;
        const bool innermost = i + 1 == frames.size();
        const auto& instruction = context.trace()[context.stack()[i]];
        trace->programs.push_back({.program_id = context.accounts()[instruction.program_index].key,
                                   .fingerprint = sbpf::text_fingerprint(vm.program->text()),
                                   .pcs = pcs_of(vm, innermost ? vm.pc : vm.pc - 1)});
    }
    return Boxed<svm::FaultTrace>(std::move(trace));
}

}  // namespace orrery::runtime

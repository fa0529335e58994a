#include "devnet/svm/vm/pool.hpp"

namespace orrery::vm {
namespace {

// More than a transaction nests (svm-runtime.md 2.1), so that none is thrown away in normal use.
constexpr std::size_t max_resting = 16;

}  // namespace

VmState VmPool::acquire(AcquireParams params) {
    VmState state;
    if (resting_.empty()) {
        state.memory = Boxed(std::make_unique<Memory>());
    } else {
        state.memory = std::move(resting_.back().memory);
        state.frames = std::move(resting_.back().frames);
        resting_.pop_back();
    }
    const auto& program = *params.program;
    state.memory->map(program.version(), program.rodata(), params.heap_size);
    state.regs[1] = sbpf::input_start;
    state.regs[10] = sbpf::initial_frame_pointer(program.version());
    state.pc = program.entry_pc();
    state.meter = params.meter;
    state.program = std::move(params.program);
    return state;
}

void VmPool::release(VmState&& state) {
    if (resting_.size() == max_resting) return;
    state.memory->reset();
    state.frames.clear();
    resting_.push_back({std::move(state.memory), std::move(state.frames)});
    state.program.reset();
}

}  // namespace orrery::vm

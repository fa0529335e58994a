#pragma once

#include <cstdint>

#include "devnet/svm/vm/state.hpp"
#include "devnet/svm/vm/syscall.hpp"

namespace orrery::vm {

enum class RunStatus : std::uint8_t {
    halt,    ///< the result is in regs[0]
    fault,   ///< see VmState::fault; meter and pc show what was left, and where
    invoke,  ///< a syscall asked for a frame; set regs[0] to its result and run again
    paused,  ///< run again to go on
};

/// Executes until one of RunStatus happens. Charges 1 CU per instruction, the faulting one
/// included; an exhausted meter wins over whatever would have happened after that point. Pauses at
/// the first block boundary (taken jump, call, return, end of a syscall) with at least
/// `pause_after_cu` CU (at least 1) consumed by this call, instructions and syscalls together.
RunStatus run(VmState& state, SyscallHost& host, std::uint64_t pause_after_cu = UINT64_MAX);

}  // namespace orrery::vm

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "devnet/svm/vm/fault.hpp"
#include "devnet/svm/vm/memory.hpp"
#include "devnet/svm/vm/program.hpp"
#include "sdk/types/boxed.hpp"

namespace orrery::vm {

/// What a call saves.
struct CallFrame {
    std::array<std::uint64_t, 4> saved{};  ///< r6-r9
    std::uint64_t frame_pointer = 0;       ///< r10
    std::uint64_t return_pc = 0;           ///< in instructions
    bool operator==(const CallFrame&) const = default;
};

/// A program in execution, whole: copying it copies the execution, and both copies go on to the
/// same outcome. VmPool makes them. One thread at a time.
struct VmState {
    Boxed<Memory> memory;  ///< there from VmPool::acquire to release
    std::shared_ptr<const Program> program;
    std::array<std::uint64_t, 11> regs{};
    /// In instructions: of the next one; after a fault of the faulting one; where a jump led that
    /// the meter no longer sufficed to reach.
    std::uint64_t pc = 0;
    std::uint64_t meter = 0;        ///< CU remaining
    std::vector<CallFrame> frames;  ///< empty in the entry function
    Fault fault;                    ///< set when `run` returned RunStatus::fault

    /// Charges `cu`. False when there are fewer left: the meter is then 0.
    [[nodiscard]] bool consume(std::uint64_t cu) {
        const bool enough = cu <= meter;
        meter = enough ? meter - cu : 0;
        return enough;
    }
};

}  // namespace orrery::vm

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "devnet/svm/vm/state.hpp"

namespace orrery::vm {

struct AcquireParams {
    std::shared_ptr<const Program> program;
    std::uint64_t heap_size = std::uint64_t{32} * 1024;  ///< bytes, at most Memory::max_heap_size
    std::uint64_t meter = 0;                             ///< CU
};

/// Keeps the buffers of finished executions, so that entering a program clears only what the last
/// one wrote. Not thread-safe: one per executing thread.
class VmPool {
  public:
    /// A state at the program's entry: r1 is the input region's address, r10 the frame pointer,
    /// all else 0; no input yet.
    VmState acquire(AcquireParams params);
    /// Takes the buffers back.
    void release(VmState&& state);

  private:
    struct Parts {
        Boxed<Memory> memory;
        std::vector<CallFrame> frames;
    };
    std::vector<Parts> resting_;
};

}  // namespace orrery::vm

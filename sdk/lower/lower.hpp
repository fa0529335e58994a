#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sdk/types/result.hpp"

/// Turns LLVM bitcode for BPF into an object that the sBPF linker takes: what BPF's back end lacks
/// (many arguments, results and structs by value, signed division, 128-bit arithmetic, large
/// copies) is rewritten first. It works through the C API of the libLLVM that clang brings.
namespace orrery::lower {

enum class Optimization { none, less, standard, aggressive, size, smallest };  // -O0 1 2 3 s z

/// v2 has more conditional jumps than v1. Later ones have 32-bit operations whose results sBPF
/// extends otherwise than LLVM takes for granted.
enum class Cpu { v1, v2 };

/// Whose bitcode it is: that of clang-19 or of clang-22, Debian's two whose back end for BPF can be
/// used.
enum class Llvm : std::uint8_t { v19, v22 };

struct LowerParams {
    /// Of `clang --target=bpf -O2 -Xclang -disable-llvm-passes -emit-llvm -c`, whatever the
    /// optimization below: -O0 would mark each function as not to be optimized.
    std::span<const std::uint8_t> bitcode;  // read during the call only
    Llvm llvm = Llvm::v19;                  // of the same version
    Optimization optimization = Optimization::standard;
    Cpu cpu = Cpu::v2;
    std::uint32_t stack_bytes = 4096;  // one frame's room below r10, in sBPF v0 and v3
    std::uint32_t cpu_seconds = 120;   // after which the work is given up
    std::uint32_t wall_seconds = 600;  // the same by the clock
    std::uint64_t memory_bytes = std::uint64_t{4} << 30U;  // that LLVM may allocate
};

/// One thing that is wrong, in plain words. What isn't known is empty or 0.
struct LowerError {
    std::string message;
    std::string function;  // demangled
    std::string file;      // as the compiler was given it
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

/// A relocatable BPF ELF, or all that is wrong (never empty; each function's complaint once).
///
/// 128-bit division calls `__sbpf_udivmod128` (programs/sdk/runtime), large copies and traps call
/// the syscalls sol_memmove_, sol_memset_ and abort: the linker resolves them.
///
/// LLVM runs in a forked child, since it ends its process on bitcode that it can't digest and since
/// its options are the process's. So any bytes are safe here, and any thread may call this while
/// others do; the child has the caller's user and files. The first call for a version loads its
/// libLLVM (about 120 MB of address space), which stays loaded.
[[nodiscard]] Result<std::vector<std::uint8_t>, std::vector<LowerError>> lower(
    const LowerParams& params);

/// Nothing where libLLVM can be used, else why not and what to install.
[[nodiscard]] Result<void, std::string> available(Llvm llvm = Llvm::v19);

}  // namespace orrery::lower

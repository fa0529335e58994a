#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace orrery::vm {

/// What a memory access wants.
enum class Access : std::uint8_t { load, store };

/// Why execution cannot go on (sbpf: error.rs).
enum class FaultKind : std::uint8_t {
    none,
    call_depth_exceeded,
    divide_by_zero,
    divide_overflow,
    execution_overrun,
    call_outside_text,
    exceeded_meter,
    access_violation,
    stack_access_violation,
    unsupported_instruction,
    syscall,  ///< the host holds the error
};

/// A fault with what its text needs. The default is "no fault".
struct Fault {
    FaultKind kind = FaultKind::none;
    Access access = Access::load;  ///< violations only, as all that follow
    std::uint64_t address = 0;     ///< in the program's address space
    std::uint64_t length = 0;      ///< bytes
    std::int64_t frame = 0;        ///< stack violations only
    std::string_view region = {};  ///< static text

    /// The text that Agave logs after "failed: ". Nothing for `none` and `syscall`.
    std::string display() const;

    bool operator==(const Fault&) const = default;
};

}  // namespace orrery::vm

#pragma once

#include <cstdint>

#include "sdk/sbpf/isa.hpp"

namespace orrery::vm {

/// What the interpreter can do besides the rows of the opcode table: what a call turns out to be
/// once it is resolved, and slots that fault when they are executed.
#define ORRERY_VM_HANDLERS(X)                                     \
    X(call_function)                                              \
    X(call_syscall)                                               \
    X(unsupported) /* unknown call target, second slot of lddw */ \
    X(overrun)     /* the slot behind the text */

/// Index into the interpreter's table: an Opcode or one of these.
enum class Handler : std::uint16_t {
    after_opcodes_ = static_cast<std::uint16_t>(sbpf::Opcode::none),
#define X(id) id,
    ORRERY_VM_HANDLERS(X)
#undef X
};

}  // namespace orrery::vm

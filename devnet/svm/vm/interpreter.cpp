#include "devnet/svm/vm/interpreter.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "devnet/svm/vm/handlers.hpp"
#include "sdk/sbpf/isa.hpp"

// 128-bit integers, and labels as values: these give each instruction a dispatch jump of its own.
// Both compilers have them, the standard doesn't.
#pragma GCC diagnostic ignored "-Wpedantic"

namespace orrery::vm {
namespace {

using Int128 = __int128;
using Uint128 = unsigned __int128;

constexpr std::int64_t op_size = sizeof(Op);

/// Metering costs nothing inside a block: `due` is the host address at which the granted CU would
/// be used up, so (due - op) / sizeof(Op) instructions are left before the one at `op`. Straight
/// code moves op towards due by itself; a jump adds its distance less one instruction to due. Only
/// where control is transferred is due compared with op.
class Meter {
  public:
    Meter(std::uint64_t remaining, std::uint64_t pause_after)
        : pauses_(pause_after <= remaining), floor_(pauses_ ? remaining - pause_after : 0) {}

    /// Grants CU for execution from `op` on; returns due. The pause is due one earlier than the
    /// end: the former happens with its CU used up, the latter only when one more is wanted.
    std::int64_t arm(std::uint64_t remaining, const Op* op) {
        constexpr std::uint64_t most = std::uint64_t{1} << 40;
        granted_ =
            static_cast<std::int64_t>(std::min(most, remaining - std::min(remaining, floor_)));
        if (pauses_) --granted_;
        return reinterpret_cast<std::intptr_t>(op) + granted_ * op_size;
    }

    /// CU consumed since `arm` when the one at `op` is next.
    std::uint64_t consumed(std::int64_t due, const Op* op) const {
        const auto left = (due - reinterpret_cast<std::intptr_t>(op)) / op_size;
        return static_cast<std::uint64_t>(granted_ - left);
    }

    bool pause_due(std::uint64_t remaining) const { return pauses_ && remaining <= floor_; }

  private:
    bool pauses_;
    std::uint64_t floor_;  ///< pause with this many CU left
    std::int64_t granted_ = 0;
};

const Op* moved(const Op* op, std::int64_t bytes) {
    return reinterpret_cast<const Op*>(reinterpret_cast<const char*>(op) + bytes);
}

std::uint64_t sign_extend(std::uint32_t x) {
    return static_cast<std::uint64_t>(std::int64_t{static_cast<std::int32_t>(x)});
}
std::int32_t signed32(std::uint32_t x) { return static_cast<std::int32_t>(x); }
std::int64_t wide(std::uint64_t x) { return static_cast<std::int64_t>(x); }

std::uint64_t little_endian(std::uint64_t x, std::uint64_t bits) {
    return bits == 16 ? x & 0xffff : bits == 32 ? x & 0xffffffff : x;
}
std::uint64_t big_endian(std::uint64_t x, std::uint64_t bits) {
    return __builtin_bswap64(x) >> (64 - bits);
}

std::uint64_t high_product(std::uint64_t a, std::uint64_t b) {
    return static_cast<std::uint64_t>(static_cast<Uint128>(a) * b >> 64);
}
std::uint64_t signed_high_product(std::uint64_t a, std::uint64_t b) {
    return static_cast<std::uint64_t>(static_cast<Int128>(wide(a)) * wide(b) >> 64);
}

bool overflows(std::int64_t a, std::int64_t b) {
    return a == std::numeric_limits<std::int64_t>::min() && b == -1;
}
bool overflows(std::int32_t a, std::int32_t b) {
    return a == std::numeric_limits<std::int32_t>::min() && b == -1;
}

void push_frame(std::vector<CallFrame>& frames, const std::uint64_t* r, std::uint64_t return_pc) {
    frames.push_back({{r[6], r[7], r[8], r[9]}, r[10], return_pc});
}

}  // namespace

// The bodies below speak of: DST, the target register; a and b, the operands as `type`.
#define DST r[op->dst]
#define SRC r[op->src]
#define DISPATCH() goto* handlers[op->handler]
#define NEXT()      \
    do {            \
        ++op;       \
        DISPATCH(); \
    } while (false)

#define FAULT(what)             \
    do {                        \
        kind = FaultKind::what; \
        goto faulted;           \
    } while (false)

#define COMPUTE(id, type, operand, expression)     \
    do_##id : {                                    \
        const auto a = static_cast<type>(DST);     \
        const auto b = static_cast<type>(operand); \
        static_cast<void>(a);                      \
        static_cast<void>(b);                      \
        DST = (expression);                        \
        NEXT();                                    \
    }
#define BINARY(id, type, expression)             \
    COMPUTE(id##_imm, type, op->imm, expression) \
    COMPUTE(id##_reg, type, SRC, expression)

// The verifier has excluded an immediate divisor of zero.
#define DIVIDE(id, type, expression)             \
    COMPUTE(id##_imm, type, op->imm, expression) \
    do_##id##_reg : {                            \
        const auto a = static_cast<type>(DST);   \
        const auto b = static_cast<type>(SRC);   \
        if (b == 0) FAULT(divide_by_zero);       \
        DST = (expression);                      \
        NEXT();                                  \
    }
#define SIGNED_DIVIDE_BY(id, type, operand, expression) \
    do_##id : {                                         \
        const auto a = static_cast<type>(DST);          \
        const auto b = static_cast<type>(operand);      \
        if (b == 0) FAULT(divide_by_zero);              \
        if (overflows(a, b)) FAULT(divide_overflow);    \
        DST = (expression);                             \
        NEXT();                                         \
    }
#define SIGNED_DIVIDE(id, type, expression)               \
    SIGNED_DIVIDE_BY(id##_imm, type, op->imm, expression) \
    SIGNED_DIVIDE_BY(id##_reg, type, SRC, expression)

#define JUMP(distance)                                              \
    do {                                                            \
        const std::int64_t by = (distance);                         \
        op = moved(op, by);                                         \
        due += by - op_size;                                        \
        if (due < reinterpret_cast<std::intptr_t>(op)) [[unlikely]] \
            goto spent;                                             \
        DISPATCH();                                                 \
    } while (false)
#define BRANCH_BY(id, type, operand, condition)    \
    do_##id : {                                    \
        const auto a = static_cast<type>(DST);     \
        const auto b = static_cast<type>(operand); \
        if (condition) JUMP(op->offset);           \
        NEXT();                                    \
    }
#define BRANCH(id, type, condition)               \
    BRANCH_BY(id##_imm, type, op->imm, condition) \
    BRANCH_BY(id##_reg, type, SRC, condition)

// The fast path of memory.hpp's Region; whatever it doesn't take, Memory does.
#define LOAD(id, type)                                                                    \
    do_##id##_v2 : do_##id : {                                                            \
        address = SRC + static_cast<std::uint64_t>(std::int64_t{op->offset});             \
        const Region& region = regions[address >> 32 & 7];                                \
        const auto first = address - region.start;                                        \
        const auto last = first + (sizeof(type) - 1);                                     \
        if (last < region.readable && ((first | last) & region.reject) == 0) [[likely]] { \
            DST = load_le<type>(region.host + first);                                     \
            NEXT();                                                                       \
        }                                                                                 \
        size = sizeof(type);                                                              \
        goto load_slow;                                                                   \
    }
#define STORE(id, type, operand)                                                          \
    do_##id##_v2 : do_##id : {                                                            \
        address = DST + static_cast<std::uint64_t>(std::int64_t{op->offset});             \
        const Region& region = regions[address >> 32 & 7];                                \
        const auto first = address - region.start;                                        \
        const auto last = first + (sizeof(type) - 1);                                     \
        value = (operand);                                                                \
        if (last < region.writable && ((first | last) & region.reject) == 0) [[likely]] { \
            store_le(region.host + first, static_cast<type>(value));                      \
            region.dirty[first >> Arena::page_shift] = 1;                                 \
            NEXT();                                                                       \
        }                                                                                 \
        size = sizeof(type);                                                              \
        goto store_slow;                                                                  \
    }

RunStatus run(VmState& state, SyscallHost& host, std::uint64_t pause_after_cu) {
    static const void* const handlers[] = {
#define X(id, mnemonic, byte, versions, form) &&do_##id,
        ORRERY_SBPF_OPCODES(X)
#undef X
            && do_unsupported,  // Opcode::none never comes out of the decoder
#define X(id) &&do_##id,
        ORRERY_VM_HANDLERS(X)
#undef X
    };
    if (state.memory->has_copies()) state.memory->release_copies();

    const Op* const ops = state.program->ops().data();
    const auto step = sbpf::frame_step(state.program->version());
    auto& frames = state.frames;
    std::uint64_t* const r = state.regs.data();
    const Region* const regions = state.memory->regions();
    Meter meter(state.meter, pause_after_cu);

    FaultKind kind{};
    std::uint64_t address = 0;
    std::uint64_t value = 0;
    std::uint64_t size = 0;
    const Op* op = ops + state.pc;
    std::int64_t due = meter.arm(state.meter, op);
    if (meter.pause_due(state.meter)) return RunStatus::paused;
    DISPATCH();

    BINARY(add64, std::uint64_t, a + b)
    COMPUTE(sub64_imm, std::uint64_t, op->imm, a - b)
    COMPUTE(sub64_imm_v2, std::uint64_t, op->imm, b - a)
    COMPUTE(sub64_reg, std::uint64_t, SRC, a - b)
    BINARY(mul64, std::uint64_t, a* b)
    DIVIDE(div64, std::uint64_t, a / b)
    DIVIDE(mod64, std::uint64_t, a % b)
    BINARY(or64, std::uint64_t, a | b)
    BINARY(and64, std::uint64_t, a& b)
    BINARY(xor64, std::uint64_t, a ^ b)
    BINARY(lsh64, std::uint64_t, a << (b & 63))
    BINARY(rsh64, std::uint64_t, a >> (b & 63))
    BINARY(arsh64, std::uint64_t, static_cast<std::uint64_t>(wide(a) >> (b & 63)))
    BINARY(mov64, std::uint64_t, b)
    COMPUTE(neg64, std::uint64_t, 0, b - a)
    COMPUTE(hor64_imm, std::uint64_t, op->imm, a | b << 32)

    BINARY(add32, std::uint32_t, sign_extend(a + b))
    BINARY(sub32, std::uint32_t, sign_extend(a - b))
    BINARY(mul32, std::uint32_t, sign_extend(a * b))
    COMPUTE(add32_imm_v2, std::uint32_t, op->imm, a + b)
    COMPUTE(add32_reg_v2, std::uint32_t, SRC, a + b)
    COMPUTE(sub32_imm_v2, std::uint32_t, op->imm, b - a)
    COMPUTE(sub32_reg_v2, std::uint32_t, SRC, a - b)
    DIVIDE(div32, std::uint32_t, a / b)
    DIVIDE(mod32, std::uint32_t, a % b)
    BINARY(or32, std::uint32_t, a | b)
    BINARY(and32, std::uint32_t, a& b)
    BINARY(xor32, std::uint32_t, a ^ b)
    BINARY(lsh32, std::uint32_t, a << (b & 31))
    BINARY(rsh32, std::uint32_t, a >> (b & 31))
    BINARY(arsh32, std::uint32_t, static_cast<std::uint32_t>(signed32(a) >> (b & 31)))
    BINARY(mov32, std::uint32_t, b)
    COMPUTE(mov32_reg_v2, std::uint32_t, SRC, sign_extend(b))
    COMPUTE(neg32, std::uint32_t, 0, b - a)
    COMPUTE(le, std::uint64_t, op->imm, little_endian(a, b))
    COMPUTE(be, std::uint64_t, op->imm, big_endian(a, b))

    BINARY(lmul32, std::uint32_t, std::uint32_t{a * b})
    BINARY(lmul64, std::uint64_t, a* b)
    BINARY(uhmul64, std::uint64_t, high_product(a, b))
    BINARY(shmul64, std::uint64_t, signed_high_product(a, b))
    DIVIDE(udiv32, std::uint32_t, a / b)
    DIVIDE(urem32, std::uint32_t, a % b)
    DIVIDE(udiv64, std::uint64_t, a / b)
    DIVIDE(urem64, std::uint64_t, a % b)
    SIGNED_DIVIDE(sdiv32, std::int32_t, static_cast<std::uint32_t>(a / b))
    SIGNED_DIVIDE(srem32, std::int32_t, static_cast<std::uint32_t>(a % b))
    SIGNED_DIVIDE(sdiv64, std::int64_t, static_cast<std::uint64_t>(a / b))
    SIGNED_DIVIDE(srem64, std::int64_t, static_cast<std::uint64_t>(a % b))

    LOAD(ldxb, std::uint8_t)
    LOAD(ldxh, std::uint16_t)
    LOAD(ldxw, std::uint32_t)
    LOAD(ldxdw, std::uint64_t)
    STORE(stb, std::uint8_t, op->imm)
    STORE(sth, std::uint16_t, op->imm)
    STORE(stw, std::uint32_t, op->imm)
    STORE(stdw, std::uint64_t, op->imm)
    STORE(stxb, std::uint8_t, SRC)
    STORE(stxh, std::uint16_t, SRC)
    STORE(stxw, std::uint32_t, SRC)
    STORE(stxdw, std::uint64_t, SRC)

do_lddw:  // two slots, one CU
    DST = op->imm;
    op += 2;
    due += op_size;
    DISPATCH();

do_ja:
    JUMP(op->offset);

    BRANCH(jeq, std::uint64_t, a == b)
    BRANCH(jne, std::uint64_t, a != b)
    BRANCH(jset, std::uint64_t, (a & b) != 0)
    BRANCH(jgt, std::uint64_t, a > b)
    BRANCH(jge, std::uint64_t, a >= b)
    BRANCH(jlt, std::uint64_t, a < b)
    BRANCH(jle, std::uint64_t, a <= b)
    BRANCH(jsgt, std::int64_t, a > b)
    BRANCH(jsge, std::int64_t, a >= b)
    BRANCH(jslt, std::int64_t, a < b)
    BRANCH(jsle, std::int64_t, a <= b)
    BRANCH(jeq32, std::uint32_t, a == b)
    BRANCH(jne32, std::uint32_t, a != b)
    BRANCH(jset32, std::uint32_t, (a & b) != 0)
    BRANCH(jgt32, std::uint32_t, a > b)
    BRANCH(jge32, std::uint32_t, a >= b)
    BRANCH(jlt32, std::uint32_t, a < b)
    BRANCH(jle32, std::uint32_t, a <= b)
    BRANCH(jsgt32, std::int32_t, a > b)
    BRANCH(jsge32, std::int32_t, a >= b)
    BRANCH(jslt32, std::int32_t, a < b)
    BRANCH(jsle32, std::int32_t, a <= b)

do_call_function:
    if (frames.size() + 1 == sbpf::max_call_depth) FAULT(call_depth_exceeded);
    push_frame(frames, r, static_cast<std::uint64_t>(op - ops) + 1);
    r[10] += step;
    JUMP(static_cast<std::int64_t>(op->imm));

do_callx: {
    if (frames.size() + 1 == sbpf::max_call_depth) FAULT(call_depth_exceeded);
    const auto target = (SRC - state.program->text_address()) / sbpf::instruction_size;
    // One op lies behind the text.
    if (target >= state.program->ops().size() - 1) FAULT(call_outside_text);
    push_frame(frames, r, static_cast<std::uint64_t>(op - ops) + 1);
    r[10] += step;
    JUMP((ops + target - op) * op_size);
}

do_exit: {
    if (frames.empty()) goto halted;
    const auto& frame = frames.back();
    std::copy(frame.saved.begin(), frame.saved.end(), r + 6);
    r[10] = frame.frame_pointer;
    const auto back = (ops + frame.return_pc - op) * op_size;
    frames.pop_back();
    JUMP(back);
}

do_call_syscall: {
    const auto used = meter.consumed(due, op) + 1;
    if (used > state.meter) goto exhausted;
    state.meter -= used;
    state.pc = static_cast<std::uint64_t>(op - ops) + 1;
    const auto outcome = op->syscall(host, state, r[1], r[2], r[3], r[4], r[5]);
    if (outcome.status == SyscallStatus::fault) {
        --state.pc;
        state.fault = {.kind = FaultKind::syscall};
        return RunStatus::fault;
    }
    if (outcome.status == SyscallStatus::invoke) {
        state.memory->settle();
        return RunStatus::invoke;
    }
    if (state.memory->has_copies()) state.memory->release_copies();
    r[0] = outcome.value;
    if (meter.pause_due(state.meter)) return RunStatus::paused;
    ++op;
    due = meter.arm(state.meter, op);
    DISPATCH();
}

do_call:  // every call was resolved by the decoder
do_unsupported:
    FAULT(unsupported_instruction);

do_overrun:
    FAULT(execution_overrun);

load_slow:
    if (!state.memory->load_slow(address, size, value)) goto load_violation;
    DST = value;
    NEXT();

store_slow:
    if (!state.memory->store_slow(address, size, value)) goto store_violation;
    NEXT();

spent: {  // the grant, before the instruction at op
    const auto used = meter.consumed(due, op);
    if (used > state.meter) goto exhausted;
    state.pc = static_cast<std::uint64_t>(op - ops);
    state.meter -= used;
    if (meter.pause_due(state.meter)) return RunStatus::paused;
    due = meter.arm(state.meter, op);
    DISPATCH();
}

halted: {
    const auto used = meter.consumed(due, op) + 1;
    if (used > state.meter) goto exhausted;
    state.pc = static_cast<std::uint64_t>(op - ops);
    state.meter -= used;
    return RunStatus::halt;
}

load_violation:
    state.fault = state.memory->violation(Access::load, address, size);
    kind = state.fault.kind;
    goto faulted;

store_violation:
    state.fault = state.memory->violation(Access::store, address, size);
    kind = state.fault.kind;
    goto faulted;

faulted: {  // by the instruction at op, which counts
    const auto used = meter.consumed(due, op) + 1;
    if (used > state.meter) goto exhausted;
    state.pc = static_cast<std::uint64_t>(op - ops);
    state.meter -= used;
    if (state.fault.kind != kind) state.fault = {.kind = kind};
    return RunStatus::fault;
}

exhausted:
    state.pc = static_cast<std::uint64_t>(op - ops);
    state.meter = 0;
    state.fault = {.kind = FaultKind::exceeded_meter};
    return RunStatus::fault;
}

}  // namespace orrery::vm

#include "sdk/lower/arithmetic.hpp"

#include "sdk/lower/wide.hpp"

namespace orrery::lower {
namespace {

using llvm::Value;

/// The width to compute in: 64 or 128 bits.
unsigned room_for(unsigned bits) { return bits <= 64 ? 64 : 128; }

Value* extend(Emit& e, Value* value, unsigned bits, bool is_signed) {
    return is_signed ? e.sign_extend(value, bits) : e.zero_extend(value, bits);
}

Value* divide_unsigned(Emit& e, Part part, Value* a, Value* b) {
    if (e.width(a) == 128) return divide_wide(e, part, a, b);
    return part == Part::quotient ? e.udiv(a, b) : e.urem(a, b);
}

Value* divide_signed(Emit& e, Part part, Value* a, Value* b) {
    Value *sign_a = sign_of(e, a), *sign_b = sign_of(e, b);
    Value* magnitude = divide_unsigned(e, part, negate_by(e, a, sign_a), negate_by(e, b, sign_b));
    Value* sign = part == Part::quotient ? e.bit_xor(sign_a, sign_b) : sign_a;
    return negate_by(e, magnitude, sign);
}

Value* divide(Emit& e, Part part, bool is_signed, Value* a, Value* b, unsigned bits) {
    if (!is_signed && bits <= 64) return nullptr;
    unsigned room = room_for(bits);
    Value *x = extend(e, a, room, is_signed), *y = extend(e, b, room, is_signed);
    return is_signed ? divide_signed(e, part, x, y) : divide_unsigned(e, part, x, y);
}

Value* multiply(Emit& e, Value* a, Value* b, unsigned bits) {
    if (bits <= 64) return nullptr;
    return multiply_wide(e, e.zero_extend(a, 128), e.zero_extend(b, 128));
}

Value* shift(Emit& e, Shift direction, Value* value, Value* amount, unsigned bits) {
    if (bits <= 64 || e.unit().api.IsAConstantInt(amount)) return nullptr;
    Value* extended = extend(e, value, 128, direction == Shift::arithmetic_right);
    return shift_wide(e, direction, extended, e.zero_extend(amount, 128));
}

Value* in_room(Emit& e, int opcode, Value* a, Value* b, unsigned bits) {
    switch (opcode) {
        case llvm::opcode_udiv:
            return divide(e, Part::quotient, false, a, b, bits);
        case llvm::opcode_sdiv:
            return divide(e, Part::quotient, true, a, b, bits);
        case llvm::opcode_urem:
            return divide(e, Part::remainder, false, a, b, bits);
        case llvm::opcode_srem:
            return divide(e, Part::remainder, true, a, b, bits);
        case llvm::opcode_mul:
            return multiply(e, a, b, bits);
        case llvm::opcode_shl:
            return shift(e, Shift::left, a, b, bits);
        case llvm::opcode_lshr:
            return shift(e, Shift::logical_right, a, b, bits);
        case llvm::opcode_ashr:
            return shift(e, Shift::arithmetic_right, a, b, bits);
        default:
            return nullptr;
    }
}

struct Checked {
    Value* product;
    Value* overflowed;
};

Checked multiply_unsigned_64(Emit& e, Value* a, Value* b) {
    Wide product = multiply_halves(e, a, b);
    return {product.low, e.differ(product.high, e.number(0))};
}

Checked multiply_signed_64(Emit& e, Value* a, Value* b) {
    Wide product = multiply_halves(e, a, b);
    // A negative factor read as unsigned is too large by 2^64.
    Value* excess = e.add(e.bit_and(sign_of(e, a), b), e.bit_and(sign_of(e, b), a));
    Value* high = e.sub(product.high, excess);
    return {product.low, e.differ(high, sign_of(e, product.low))};
}

Checked multiply_unsigned_128(Emit& e, Value* a, Value* b) {
    Wide x = split(e, a), y = split(e, b);
    Wide low = multiply_halves(e, x.low, y.low);
    Wide left = multiply_halves(e, x.high, y.low);
    Wide right = multiply_halves(e, x.low, y.high);
    Value* crossed = e.add(left.low, right.low);
    Value* high = e.add(low.high, crossed);
    Value* zero = e.number(0);
    Value* both = e.bit_and(e.differ(x.high, zero), e.differ(y.high, zero));
    Value* passed = e.differ(e.bit_or(left.high, right.high), zero);
    Value* carried = e.bit_or(e.less(crossed, left.low), e.less(high, low.high));
    return {join(e, {low.low, high}), e.bit_or(both, e.bit_or(passed, carried))};
}

Checked multiply_signed_128(Emit& e, Value* a, Value* b) {
    Value *sign_a = sign_of(e, a), *sign_b = sign_of(e, b);
    auto [magnitude, passed] =
        multiply_unsigned_128(e, negate_by(e, a, sign_a), negate_by(e, b, sign_b));
    Value* sign = e.bit_xor(sign_a, sign_b);
    Value* product = negate_by(e, magnitude, sign);
    // A product of another sign than its factors' signs give (0 has none) left the signed range.
    Value* wrong =
        e.bit_and(e.differ(sign_of(e, product), sign), e.differ(product, e.number(0, 128)));
    return {product, e.bit_or(passed, wrong)};
}

Checked multiply_in_room(Emit& e, Value* a, Value* b, bool is_signed) {
    if (e.width(a) == 64)
        return is_signed ? multiply_signed_64(e, a, b) : multiply_unsigned_64(e, a, b);
    return is_signed ? multiply_signed_128(e, a, b) : multiply_unsigned_128(e, a, b);
}

}  // namespace

Value* replace_arithmetic(Emit& e, Value* instruction) {
    const llvm::Api& api = e.unit().api;
    unsigned bits = e.width(instruction);
    if (bits == 0 || bits > 128 || !api.IsABinaryOperator(instruction)) return nullptr;
    Value* result = in_room(e, api.GetInstructionOpcode(instruction),
                            api.GetOperand(instruction, 0), api.GetOperand(instruction, 1), bits);
    return result ? e.truncate(result, bits) : nullptr;
}

Value* multiply_checked(Emit& e, Value* call, bool is_signed) {
    const llvm::Api& api = e.unit().api;
    Value *a = api.GetOperand(call, 0), *b = api.GetOperand(call, 1);
    unsigned bits = e.width(a);
    if (bits == 0 || bits > 128) return nullptr;
    unsigned room = room_for(bits);
    auto [wide, overflowed] = multiply_in_room(e, extend(e, a, room, is_signed),
                                               extend(e, b, room, is_signed), is_signed);
    Value* product = e.truncate(wide, bits);
    if (bits != room) {
        Value* back = extend(e, product, room, is_signed);
        overflowed = e.bit_or(overflowed, e.differ(back, wide));
    }
    return e.insert(e.insert(api.GetPoison(api.TypeOf(call)), product, 0), overflowed, 1);
}

Value* funnel_shift(Emit& e, Value* call, bool left) {
    const llvm::Api& api = e.unit().api;
    if (e.width(call) != 128) return nullptr;
    Value *high = api.GetOperand(call, 0), *low = api.GetOperand(call, 1);
    Value* n = e.bit_and(api.GetOperand(call, 2), e.number(127, 128));
    Value* rest = e.bit_xor(n, e.number(127, 128));
    Value* one = e.number(1, 128);
    // As in shift_wide, the other operand moves by 128 - n in two steps.
    if (left)
        return e.bit_or(shift_wide(e, Shift::left, high, n),
                        shift_wide(e, Shift::logical_right, e.lshr(low, one), rest));
    return e.bit_or(shift_wide(e, Shift::logical_right, low, n),
                    shift_wide(e, Shift::left, e.shl(high, one), rest));
}

}  // namespace orrery::lower

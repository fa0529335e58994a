#include "sdk/lower/wide.hpp"

#include <array>

namespace orrery::lower {

using llvm::Value;

Wide split(Emit& e, Value* wide) {
    return {e.truncate(wide, 64), e.truncate(e.lshr(wide, e.number(64, 128)), 64)};
}

Value* join(Emit& e, Wide halves) {
    Value* high = e.shl(e.zero_extend(halves.high, 128), e.number(64, 128));
    return e.bit_or(e.zero_extend(halves.low, 128), high);
}

Wide multiply_halves(Emit& e, Value* a, Value* b) {
    Value* mask = e.number(0xffffffff);
    Value* bits = e.number(32);
    Value *a0 = e.bit_and(a, mask), *a1 = e.lshr(a, bits);
    Value *b0 = e.bit_and(b, mask), *b1 = e.lshr(b, bits);
    // Schoolbook on 32-bit digits; neither sum of three can pass 64 bits.
    Value* middle = e.add(e.mul(a1, b0), e.lshr(e.mul(a0, b0), bits));
    Value* other = e.add(e.mul(a0, b1), e.bit_and(middle, mask));
    Value* carry = e.add(e.lshr(middle, bits), e.lshr(other, bits));
    return {e.mul(a, b), e.add(e.mul(a1, b1), carry)};
}

Value* multiply_wide(Emit& e, Value* a, Value* b) {
    Wide x = split(e, a), y = split(e, b);
    Wide product = multiply_halves(e, x.low, y.low);
    Value* crossed = e.add(e.mul(x.low, y.high), e.mul(x.high, y.low));
    return join(e, {product.low, e.add(product.high, crossed)});
}

namespace {

Wide shift_left(Emit& e, Wide v, Value* within, Value* beyond, Value* is_far) {
    Value* moved = e.shl(v.low, within);
    Value* carried = e.lshr(e.lshr(v.low, e.number(1)), beyond);
    Value* high = e.bit_or(e.shl(v.high, within), carried);
    return {e.select(is_far, e.number(0), moved), e.select(is_far, moved, high)};
}

Wide shift_right(Emit& e, bool arithmetic, Wide v, Value* within, Value* beyond, Value* is_far) {
    Value* moved = arithmetic ? e.ashr(v.high, within) : e.lshr(v.high, within);
    Value* carried = e.shl(e.shl(v.high, e.number(1)), beyond);
    Value* low = e.bit_or(e.lshr(v.low, within), carried);
    Value* fill = arithmetic ? sign_of(e, v.high) : e.number(0);
    return {e.select(is_far, moved, low), e.select(is_far, fill, moved)};
}

}  // namespace

Value* shift_wide(Emit& e, Shift shift, Value* value, Value* amount) {
    Wide v = split(e, value);
    Value* n = e.truncate(amount, 64);
    Value* within = e.bit_and(n, e.number(63));
    // What crosses into the other half moves by 64 - within: in two steps, since within may be 0
    // and a shift by 64 is undefined.
    Value* beyond = e.bit_xor(within, e.number(63));
    Value* is_far = e.differ(e.bit_and(n, e.number(64)), e.number(0));
    if (shift == Shift::left) return join(e, shift_left(e, v, within, beyond, is_far));
    bool arithmetic = shift == Shift::arithmetic_right;
    return join(e, shift_right(e, arithmetic, v, within, beyond, is_far));
}

Value* divide_wide(Emit& e, Part part, Value* a, Value* b) {
    llvm::Type* half = e.integer(64);
    std::array<llvm::Type*, 4> halves{half, half, half, half};
    llvm::Type* both = e.unit().api.StructTypeInContext(e.unit().context, halves.data(), 4, 0);
    Value* out = e.local(both);
    Wide x = split(e, a), y = split(e, b);
    std::array arguments{out, x.low, x.high, y.low, y.high};
    e.call("__sbpf_udivmod128", arguments);
    unsigned first = part == Part::quotient ? 0 : 2;
    Value* low = e.load(half, e.field(both, out, first));
    return join(e, {low, e.load(half, e.field(both, out, first + 1))});
}

Value* sign_of(Emit& e, Value* value) {
    unsigned bits = e.width(value);
    return e.ashr(value, e.number(bits - 1, bits));
}

Value* negate_by(Emit& e, Value* value, Value* sign) { return e.sub(e.bit_xor(value, sign), sign); }

}  // namespace orrery::lower

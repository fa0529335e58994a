#pragma once

#include <sol/result.hpp>

/// Arithmetic that says when a result doesn't fit. Written so that clang compiles it for BPF as it
/// is, with or without our lowering: no signed division, no 128-bit types.

namespace sol {
namespace detail {

// The optimizer would turn what follows back into a 64x64->128 multiplication, which BPF lacks.
SOL_INLINE void hide(uint64_t& value) { asm("" : "+r"(value)); }

struct Wide {
    uint64_t low, high;
};

SOL_INLINE Wide multiply(uint64_t a, uint64_t b) {
#ifdef __bpf__
    uint64_t a_low = a & 0xffffffff, a_high = a >> 32, b_low = b & 0xffffffff, b_high = b >> 32;
    hide(a_low);
    hide(b_low);
    const uint64_t low = a_low * b_low;
    uint64_t middle = a_high * b_low + (low >> 32);
    hide(middle);
    uint64_t other = a_low * b_high + (middle & 0xffffffff);
    hide(other);
    return {(low & 0xffffffff) | other << 32, a_high * b_high + (middle >> 32) + (other >> 32)};
#else
    __extension__ using Native = unsigned __int128;
    const auto product = static_cast<Native>(a) * b;
    return {static_cast<uint64_t>(product), static_cast<uint64_t>(product >> 64)};
#endif
}

// The quotient has 64 bits: value.high < divisor.
SOL_INLINE uint64_t divide(Wide value, uint64_t divisor) {
#ifdef __bpf__
    uint64_t out[4];
    __sbpf_udivmod128(out, value.low, value.high, divisor, 0);
    return out[0];
#else
    __extension__ using Native = unsigned __int128;
    return static_cast<uint64_t>((static_cast<Native>(value.high) << 64 | value.low) / divisor);
#endif
}

SOL_INLINE uint64_t magnitude(int64_t value) {
    return value < 0 ? -static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

// A magnitude and its sign, where that fits in T.
template <Signed T>
SOL_INLINE Result<T> with_sign(uint64_t magnitude, bool negative) {
    constexpr uint64_t limit = uint64_t{1} << (8 * sizeof(T) - 1);
    if (magnitude > limit - !negative) return ProgramError::ArithmeticOverflow;
    return static_cast<T>(negative ? -magnitude : magnitude);
}

}  // namespace detail

/// a + b, a - b, a * b, a / b of two equal integer types. Errors: ArithmeticOverflow, also for
/// division by 0.
template <Integer T>
SOL_INLINE Result<T> checked_add(T a, T b) {
    T sum;
    if (__builtin_add_overflow(a, b, &sum)) return ProgramError::ArithmeticOverflow;
    return sum;
}

template <Integer T>
SOL_INLINE Result<T> checked_sub(T a, T b) {
    T difference;
    if (__builtin_sub_overflow(a, b, &difference)) return ProgramError::ArithmeticOverflow;
    return difference;
}

template <Integer T>
SOL_INLINE Result<T> checked_mul(T a, T b) {
    if constexpr (Signed<T>) {
        SOL_TRY(product, checked_mul(detail::magnitude(a), detail::magnitude(b)));
        return detail::with_sign<T>(product, (a < 0) != (b < 0));
    } else if constexpr (sizeof(T) < 8) {
        const uint64_t product = uint64_t{a} * b;
        if (product >> (8 * sizeof(T))) return ProgramError::ArithmeticOverflow;
        return static_cast<T>(product);
    } else {
        uint64_t product = a * b;
        detail::hide(product);
        if (a && product / a != b) return ProgramError::ArithmeticOverflow;
        return product;
    }
}

template <Integer T>
SOL_INLINE Result<T> checked_div(T a, T b) {
    if (b == 0) return ProgramError::ArithmeticOverflow;
    if constexpr (Signed<T>) {
        return detail::with_sign<T>(detail::magnitude(a) / detail::magnitude(b),
                                    (a < 0) != (b < 0));
    } else {
        return static_cast<T>(a / b);
    }
}

/// What is left of checked_div(), with a's sign. Errors: ArithmeticOverflow for b = 0.
template <Integer T>
SOL_INLINE Result<T> checked_rem(T a, T b) {
    if (b == 0) return ProgramError::ArithmeticOverflow;
    if constexpr (Signed<T>) {
        return detail::with_sign<T>(detail::magnitude(a) % detail::magnitude(b), a < 0);
    } else {
        return static_cast<T>(a % b);
    }
}

/// To another integer type. Errors: ArithmeticOverflow where the value doesn't fit.
template <Integer To, Integer From>
SOL_INLINE Result<To> checked_cast(From value) {
    const To result = static_cast<To>(value);
    if (static_cast<From>(result) != value || (result < To{0}) != (value < From{0}))
        return ProgramError::ArithmeticOverflow;
    return result;
}

/// a * b / divisor, rounded down, with 128 bits in between. Errors: ArithmeticOverflow where the
/// quotient has more than 64 bits or the divisor is 0.
SOL_INLINE Result<uint64_t> mul_div(uint64_t a, uint64_t b, uint64_t divisor) {
    const auto product = detail::multiply(a, b);
    if (product.high >= divisor) return ProgramError::ArithmeticOverflow;
    return detail::divide(product, divisor);
}

/// The same rounded up.
SOL_INLINE Result<uint64_t> mul_div_up(uint64_t a, uint64_t b, uint64_t divisor) {
    auto product = detail::multiply(a, b);
    if (product.high >= divisor) return ProgramError::ArithmeticOverflow;
    product.low += divisor - 1;
    product.high += product.low < divisor - 1;
    if (product.high >= divisor) return ProgramError::ArithmeticOverflow;
    return detail::divide(product, divisor);
}

}  // namespace sol

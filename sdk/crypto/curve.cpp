#include "sdk/crypto/curve.hpp"

#include <array>

namespace orrery::crypto {
namespace {

__extension__ using Wide = unsigned __int128;

// An element of GF(2^255 - 19) in radix 2^51. Limbs stay below 2^52 after every operation but
// `subtract` and `add`, whose results stay below 2^54 and only go into a product.
using Field = std::array<std::uint64_t, 5>;

constexpr std::uint64_t mask = (1ull << 51) - 1;
constexpr Field one = {1, 0, 0, 0, 0};
// The curve constant d = -121665/121666.
constexpr Field curve_d = {0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb,
                           0x52036cee2b6ff};

inline Field carry(Wide r0, Wide r1, Wide r2, Wide r3, Wide r4) {
    Field out;
    r1 += static_cast<std::uint64_t>(r0 >> 51);
    r2 += static_cast<std::uint64_t>(r1 >> 51);
    r3 += static_cast<std::uint64_t>(r2 >> 51);
    r4 += static_cast<std::uint64_t>(r3 >> 51);
    out[0] = (static_cast<std::uint64_t>(r0) & mask) + 19 * static_cast<std::uint64_t>(r4 >> 51);
    out[1] = (static_cast<std::uint64_t>(r1) & mask) + (out[0] >> 51);
    out[0] &= mask;
    out[2] = static_cast<std::uint64_t>(r2) & mask;
    out[3] = static_cast<std::uint64_t>(r3) & mask;
    out[4] = static_cast<std::uint64_t>(r4) & mask;
    return out;
}

inline Wide times(std::uint64_t a, std::uint64_t b) { return Wide{a} * b; }

inline Field multiply(const Field& a, const Field& b) {
    const std::uint64_t b1 = 19 * b[1], b2 = 19 * b[2], b3 = 19 * b[3], b4 = 19 * b[4];
    return carry(
        times(a[0], b[0]) + times(a[1], b4) + times(a[2], b3) + times(a[3], b2) + times(a[4], b1),
        times(a[0], b[1]) + times(a[1], b[0]) + times(a[2], b4) + times(a[3], b3) + times(a[4], b2),
        times(a[0], b[2]) + times(a[1], b[1]) + times(a[2], b[0]) + times(a[3], b4) +
            times(a[4], b3),
        times(a[0], b[3]) + times(a[1], b[2]) + times(a[2], b[1]) + times(a[3], b[0]) +
            times(a[4], b4),
        times(a[0], b[4]) + times(a[1], b[3]) + times(a[2], b[2]) + times(a[3], b[1]) +
            times(a[4], b[0]));
}

inline Field square(const Field& a) {
    const std::uint64_t d0 = 2 * a[0], d1 = 2 * a[1], d2 = 2 * a[2];
    const std::uint64_t t3 = 19 * a[3], t4 = 19 * a[4];
    return carry(times(a[0], a[0]) + times(d1, t4) + times(d2, t3),
                 times(d0, a[1]) + times(d2, t4) + times(a[3], t3),
                 times(d0, a[2]) + times(a[1], a[1]) + times(2 * a[3], t4),
                 times(d0, a[3]) + times(d1, a[2]) + times(a[4], t4),
                 times(d0, a[4]) + times(d1, a[3]) + times(a[2], a[2]));
}

inline Field square_times(Field a, int n) {
    while (n-- > 0) a = square(a);
    return a;
}

// a - b, made positive by adding 4p first.
inline Field subtract(const Field& a, const Field& b) {
    constexpr std::uint64_t low = 4 * (mask - 18), rest = 4 * mask;
    return {a[0] + low - b[0], a[1] + rest - b[1], a[2] + rest - b[2], a[3] + rest - b[3],
            a[4] + rest - b[4]};
}

inline Field add(const Field& a, const Field& b) {
    return {a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]};
}

Field load(const Pubkey& key) {
    std::array<std::uint64_t, 4> w;
    std::memcpy(w.data(), key.bytes.data(), sizeof w);
    return {w[0] & mask, (w[0] >> 51 | w[1] << 13) & mask, (w[1] >> 38 | w[2] << 26) & mask,
            (w[2] >> 25 | w[3] << 39) & mask, (w[3] >> 12) & mask};
}

// Whether the element is 0 or 1 modulo p. Limbs are below 2^51 save limb 1, which `multiply` may
// leave one bit longer.
bool is_zero_or_one(Field a) {
    // Adding 19 carries out of the top exactly when a >= p.
    std::uint64_t top = 19;
    for (const std::uint64_t limb : a) top = (limb + top) >> 51;
    a[0] += 19 * top;
    for (std::size_t i = 0; i + 1 < a.size(); ++i) {
        a[i + 1] += a[i] >> 51;
        a[i] &= mask;
    }
    a[4] &= mask;
    return a[0] <= 1 && (a[1] | a[2] | a[3] | a[4]) == 0;
}

// a^((p-1)/2) = a^(2^254 - 10): the Legendre symbol.
Field legendre(const Field& a) {
    const Field a2 = square(a);
    const Field a9 = multiply(a, square_times(a2, 2));
    const Field a11 = multiply(a9, a2);
    const Field e5 = multiply(a9, square(a11));  // a^(2^5 - 1), and so on
    const Field e10 = multiply(square_times(e5, 5), e5);
    const Field e20 = multiply(square_times(e10, 10), e10);
    const Field e40 = multiply(square_times(e20, 20), e20);
    const Field e50 = multiply(square_times(e40, 10), e10);
    const Field e100 = multiply(square_times(e50, 50), e50);
    const Field e200 = multiply(square_times(e100, 100), e100);
    const Field e250 = multiply(square_times(e200, 50), e50);
    // 2^254 - 10 = 2^4 (2^250 - 1) + 6
    const Field a6 = multiply(square(a2), a2);
    return multiply(square_times(e250, 4), a6);
}

}  // namespace

bool is_on_curve(const Pubkey& key) {
    // x^2 = (y^2 - 1) / (d y^2 + 1) has a root exactly when the product of both is 0 or a square:
    // the denominator is never 0, because -1/d isn't a square.
    const Field y2 = square(load(key));
    const Field numerator = subtract(y2, one);
    const Field denominator = add(multiply(curve_d, y2), one);
    return is_zero_or_one(legendre(multiply(numerator, denominator)));
}

}  // namespace orrery::crypto

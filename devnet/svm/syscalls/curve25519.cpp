#include "devnet/svm/syscalls/curve25519.hpp"

#include <sodium.h>

#include <algorithm>

#include "sdk/crypto/curve.hpp"

namespace orrery::syscalls {
namespace {

constexpr CurvePoint edwards_identity = {1};
constexpr CurvePoint ristretto_identity = {};

// 2^252 + 27742317777372353535851937790883648493
constexpr CurveScalar group_order = {
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

bool is_canonical(const CurveScalar& k) {
    return std::lexicographical_compare(k.rbegin(), k.rend(), group_order.rbegin(),
                                        group_order.rend());
}

using SodiumPointOp = int (*)(unsigned char*, const unsigned char*, const unsigned char*);

template <SodiumPointOp operation>
std::optional<CurvePoint> combine(const CurvePoint& p, const CurvePoint& q) {
    CurvePoint out;
    if (operation(out.data(), p.data(), q.data()) != 0) return std::nullopt;
    return out;
}

constexpr auto edwards_add = combine<crypto_core_ed25519_add>;
constexpr auto edwards_subtract = combine<crypto_core_ed25519_sub>;

bool is_edwards_point(const CurvePoint& p) { return crypto::is_on_curve(Pubkey{p}); }

CurvePoint sum(const CurvePoint& p, const CurvePoint& q) {
    return edwards_add(p, q).value_or(edwards_identity);  // both are points
}

// k * q for q of prime order or the identity, encoded canonically: libsodium refuses a result that
// is the identity, and every other point.
std::optional<CurvePoint> multiply_prime_order(const CurveScalar& k, const CurvePoint& q) {
    return combine<crypto_scalarmult_ed25519_noclamp>(k, q);
}

// Any point p is q + t with q of prime order and t of order 1, 2, 4 or 8: 8p = 8q, so that
// q = (1/8) 8p. Then k p = k q + (k mod 8) t.
CurvePoint multiply_any_order(const CurveScalar& k, const CurvePoint& p) {
    CurvePoint eight_p = p;
    for (int i = 0; i < 3; ++i) eight_p = sum(eight_p, eight_p);
    constexpr CurveScalar eight = {8};
    CurveScalar one_eighth;
    crypto_core_ed25519_scalar_invert(one_eighth.data(), eight.data());
    const CurvePoint q = multiply_prime_order(one_eighth, eight_p).value_or(edwards_identity);
    const CurvePoint t = edwards_subtract(p, q).value_or(edwards_identity);

    CurvePoint out = multiply_prime_order(k, q).value_or(edwards_identity);
    for (unsigned i = 0; i < (k[0] & 7u); ++i) out = sum(out, t);
    return out;
}

std::optional<CurvePoint> edwards_multiply(const CurveScalar& k, const CurvePoint& p) {
    if (!is_canonical(k) || !is_edwards_point(p)) return std::nullopt;
    if (const auto product = multiply_prime_order(k, p)) return product;
    return multiply_any_order(k, p);
}

bool is_ristretto_point(const CurvePoint& p) {
    return crypto_core_ristretto255_is_valid_point(p.data()) == 1;
}

std::optional<CurvePoint> ristretto_multiply(const CurveScalar& k, const CurvePoint& p) {
    if (!is_canonical(k) || !is_ristretto_point(p)) return std::nullopt;
    // libsodium refuses only a result that is the identity.
    return combine<crypto_scalarmult_ristretto255>(k, p).value_or(ristretto_identity);
}

}  // namespace

const CurveGroup edwards = {edwards_identity, is_edwards_point, edwards_add, edwards_subtract,
                            edwards_multiply};
const CurveGroup ristretto = {ristretto_identity, is_ristretto_point,
                              combine<crypto_core_ristretto255_add>,
                              combine<crypto_core_ristretto255_sub>, ristretto_multiply};

}  // namespace orrery::syscalls

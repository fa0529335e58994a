#pragma once

#include <sol/base.hpp>

namespace sol {

/// An account's address. Alignment 1, so that it packs in a struct as borsh would.
struct Pubkey {
    uint8_t bytes[32];

    /// Word by word, inline: keys that differ mostly do so in the first.
    SOL_INLINE friend bool operator==(const Pubkey& a, const Pubkey& b) {
        return load<uint64_t>(a.bytes) == load<uint64_t>(b.bytes) &&
               load<uint64_t>(a.bytes + 8) == load<uint64_t>(b.bytes + 8) &&
               load<uint64_t>(a.bytes + 16) == load<uint64_t>(b.bytes + 16) &&
               load<uint64_t>(a.bytes + 24) == load<uint64_t>(b.bytes + 24);
    }

    /// Copies `from` by words. The same as `*this = from`, which clang without our lowering does
    /// byte by byte.
    SOL_INLINE void assign(const Pubkey& from) {
        const uint64_t words[] = {load<uint64_t>(from.bytes), load<uint64_t>(from.bytes + 8),
                                  load<uint64_t>(from.bytes + 16), load<uint64_t>(from.bytes + 24)};
        for (uint64_t i = 0; i < 4; ++i) store(bytes + 8 * i, words[i]);
    }

    SOL_INLINE constexpr Bytes span() const { return {bytes, sizeof bytes}; }
};

static_assert(sizeof(Pubkey) == 32 && alignof(Pubkey) == 1);

/// A key as the C ABI names it.
SOL_INLINE const SolPubkey* abi(const Pubkey& key) {
    return reinterpret_cast<const SolPubkey*>(&key);
}
SOL_INLINE SolPubkey* abi(Pubkey& key) { return reinterpret_cast<SolPubkey*>(&key); }

namespace detail {

consteval int base58_digit(char c) {
    const char digits[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    for (int i = 0; i < 58; ++i)
        if (digits[i] == c) return i;
    return -1;
}

// Reaching it while compiling is the error; it has no body to run.
void not_a_base58_key();

}  // namespace detail

/// A key from its base58 text, while compiling: `constexpr auto id = pubkey("Tokenkeg...");`. Text
/// that is no key doesn't compile.
template <uint64_t N>
consteval Pubkey pubkey(const char (&text)[N]) {
    Pubkey key{};
    for (uint64_t i = 0; i + 1 < N; ++i) {
        int carry = detail::base58_digit(text[i]);
        if (carry < 0) detail::not_a_base58_key();
        for (int at = 31; at >= 0; --at) {
            carry += 58 * key.bytes[at];
            key.bytes[at] = static_cast<uint8_t>(carry);
            carry >>= 8;
        }
        if (carry) detail::not_a_base58_key();
    }
    uint64_t ones = 0, zeros = 0;
    while (ones + 1 < N && text[ones] == '1') ++ones;
    while (zeros < 32 && key.bytes[zeros] == 0) ++zeros;
    if (ones != zeros) detail::not_a_base58_key();
    return key;
}

}  // namespace sol

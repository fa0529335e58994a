#pragma once

#include <sol/base.hpp>

namespace sol {
namespace detail {

inline constexpr uint32_t sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

consteval uint32_t rotate(uint32_t x, int by) { return x >> by | x << (32 - by); }

// The state after one block; a discriminator's text is short enough for one.
struct Sha256State {
    uint32_t at[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

    consteval void add(const uint32_t (&block)[16]) {
        uint32_t w[64];
        for (int i = 0; i < 64; ++i) {
            if (i < 16) {
                w[i] = block[i];
                continue;
            }
            const uint32_t a = w[i - 15], b = w[i - 2];
            w[i] = w[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + w[i - 7] +
                   (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
        }
        uint32_t s[8];
        for (int i = 0; i < 8; ++i) s[i] = at[i];
        for (int i = 0; i < 64; ++i) {
            const uint32_t one = s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) +
                                 ((s[4] & s[5]) ^ (~s[4] & s[6])) + sha256_constants[i] + w[i];
            const uint32_t two = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) +
                                 ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
            for (int k = 7; k > 0; --k) s[k] = s[k - 1];
            s[4] += one;
            s[0] = one + two;
        }
        for (int i = 0; i < 8; ++i) at[i] += s[i];
    }
};

}  // namespace detail

/// The first 8 bytes of sha256(text) as a little-endian number, while compiling. Anchor's
/// convention: "account:Counter", "global:increment", "event:Incremented".
template <uint64_t N>
consteval uint64_t discriminator(const char (&text)[N]) {
    static_assert(N - 1 <= 55, "a discriminator's text has 55 bytes at most");
    uint32_t block[16] = {};
    for (uint64_t i = 0; i < N; ++i) {
        const uint32_t byte = i + 1 < N ? static_cast<uint8_t>(text[i]) : 0x80u;
        block[i / 4] |= byte << (24 - 8 * (i % 4));
    }
    block[15] = static_cast<uint32_t>(8 * (N - 1));
    detail::Sha256State state;
    state.add(block);
    uint64_t first = 0;
    for (int i = 7; i >= 0; --i)
        first = first << 8 | (state.at[i / 4] >> (24 - 8 * (i % 4)) & 0xff);
    return first;
}

/// A struct that is told from others by the 8 bytes before it.
template <class T>
concept Discriminated = requires {
    { T::discriminator };
};

}  // namespace sol

#pragma once

#include <cstdint>
#include <string_view>

namespace orrery::codec {

/// Murmur3 (32 bits, x86 variant, seed 0) of a name: how sBPF programs refer to syscalls.
constexpr std::uint32_t murmur3(std::string_view text) {
    constexpr auto rotate = [](std::uint32_t v, int n) { return v << n | v >> (32 - n); };
    constexpr auto scramble = [rotate](std::uint32_t k) {
        return rotate(k * 0xcc9e2d51u, 15) * 0x1b873593u;
    };
    const auto byte = [text](std::size_t i) {
        return std::uint32_t{static_cast<std::uint8_t>(text[i])};
    };
    std::uint32_t h = 0;
    std::size_t i = 0;
    for (; i + 4 <= text.size(); i += 4) {
        h ^= scramble(byte(i) | byte(i + 1) << 8 | byte(i + 2) << 16 | byte(i + 3) << 24);
        h = rotate(h, 13) * 5 + 0xe6546b64u;
    }
    std::uint32_t tail = 0;
    for (std::size_t j = text.size(); j-- > i;) tail = tail << 8 | byte(j);
    h ^= scramble(tail);
    h ^= static_cast<std::uint32_t>(text.size());
    h = (h ^ h >> 16) * 0x85ebca6bu;
    h = (h ^ h >> 13) * 0xc2b2ae35u;
    return h ^ h >> 16;
}

static_assert(murmur3("abort") == 0xb6fc1a11 && murmur3("sol_panic_") == 0x686093bb);

}  // namespace orrery::codec

#pragma once

#include <cstdint>
#include <string_view>

namespace orrery::sbpf {

/// MurmurHash3 x86_32 with seed 0: how sBPF names syscalls and, before v3, functions.
constexpr std::uint32_t murmur3(std::string_view text) {
    constexpr auto rotate = [](std::uint32_t x, unsigned by) { return x << by | x >> (32 - by); };
    constexpr auto byte = [](char c) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(c));
    };
    constexpr auto scramble = [rotate](std::uint32_t k) {
        return rotate(k * 0xcc9e2d51u, 15) * 0x1b873593u;
    };
    std::uint32_t hash = 0;
    std::size_t i = 0;
    for (; i + 4 <= text.size(); i += 4) {
        const auto word = byte(text[i]) | byte(text[i + 1]) << 8 | byte(text[i + 2]) << 16 |
                          byte(text[i + 3]) << 24;
        hash = rotate(hash ^ scramble(word), 13) * 5 + 0xe6546b64u;
    }
    std::uint32_t tail = 0;
    for (std::size_t j = text.size(); j > i; --j) tail = tail << 8 | byte(text[j - 1]);
    if (i < text.size()) hash ^= scramble(tail);
    hash ^= static_cast<std::uint32_t>(text.size());
    hash = (hash ^ hash >> 16) * 0x85ebca6bu;
    hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
    return hash ^ hash >> 16;
}

static_assert(murmur3("abort") == 0xb6fc1a11);
static_assert(murmur3("entrypoint") == 0x71e3cf81);

/// The key under which v0-v2 calls name the function at instruction `pc`: the hash of pc as eight
/// little-endian bytes.
constexpr std::uint32_t function_key(std::uint64_t pc) {
    char bytes[8]{};
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(pc >> (8 * i) & 0xff);
    return murmur3({bytes, 8});
}

}  // namespace orrery::sbpf

#include "sdk/codec/utf8.hpp"

namespace orrery::codec {
namespace {

// What may follow a lead byte: how many continuation bytes, and the range of the first of them,
// which is where overlong forms, surrogates and values above U+10FFFF show (Unicode table 3-7).
struct Lead {
    std::uint8_t continuations;  // 0: not a lead byte
    std::uint8_t low, high;
};

constexpr Lead lead_of(std::uint8_t byte) {
    if (byte >= 0xc2 && byte <= 0xdf) return {1, 0x80, 0xbf};
    if (byte == 0xe0) return {2, 0xa0, 0xbf};
    if (byte == 0xed) return {2, 0x80, 0x9f};
    if (byte >= 0xe1 && byte <= 0xef) return {2, 0x80, 0xbf};
    if (byte == 0xf0) return {3, 0x90, 0xbf};
    if (byte >= 0xf1 && byte <= 0xf3) return {3, 0x80, 0xbf};
    if (byte == 0xf4) return {3, 0x80, 0x8f};
    return {0, 0, 0};
}

constexpr std::uint64_t high_bits = 0x8080808080808080ull;

// The length of the ASCII run at `at`, to the next multiple of eight bytes it can prove.
std::size_t skip_ascii(ByteSpan bytes, std::size_t at) {
    while (at + 8 <= bytes.size() && (load_le<std::uint64_t>(bytes.data() + at) & high_bits) == 0)
        at += 8;
    return at;
}

}  // namespace

std::optional<Utf8Error> check_utf8(ByteSpan bytes) {
    std::size_t at = 0;
    while ((at = skip_ascii(bytes, at)) < bytes.size()) {
        if (bytes[at] < 0x80) {
            ++at;
            continue;
        }
        const Lead lead = lead_of(bytes[at]);
        if (lead.continuations == 0) return Utf8Error{at, 1};
        for (std::uint8_t i = 1; i <= lead.continuations; ++i) {
            if (at + i >= bytes.size()) return Utf8Error{at, 0};
            const std::uint8_t byte = bytes[at + i];
            const std::uint8_t low = i == 1 ? lead.low : 0x80;
            const std::uint8_t high = i == 1 ? lead.high : 0xbf;
            if (byte < low || byte > high) return Utf8Error{at, i};
        }
        at += lead.continuations + std::size_t{1};
    }
    return std::nullopt;
}

std::string display(const Utf8Error& error) {
    const std::string index = std::to_string(error.valid_up_to);
    if (error.error_len == 0) return "incomplete utf-8 byte sequence from index " + index;
    return "invalid utf-8 sequence of " + std::to_string(error.error_len) + " bytes from index " +
           index;
}

}  // namespace orrery::codec

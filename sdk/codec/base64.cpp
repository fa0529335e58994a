#include "sdk/codec/base64.hpp"

#include <array>

namespace orrery::codec {
namespace {

constexpr std::string_view standard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_safe =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using DigitValues = std::array<std::int8_t, 256>;

constexpr DigitValues values_of(std::string_view alphabet) {
    DigitValues values{};
    values.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
    return values;
}

constexpr DigitValues standard_values = values_of(standard);
constexpr DigitValues url_safe_values = values_of(url_safe);

void put_digits(char* to, std::uint32_t bits, std::size_t count, std::string_view alphabet) {
    for (std::size_t i = 0; i < count; ++i) to[i] = alphabet[(bits >> (18 - 6 * i)) & 63];
}

// Text of (8 * size + 5) / 6 digits, without padding.
std::string encode(ByteSpan bytes, std::string_view alphabet) {
    std::string text((bytes.size() * 4 + 2) / 3, '\0');
    char* to = text.data();
    const std::uint8_t* from = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 3; left -= 3, from += 3, to += 4) {
        const std::uint32_t bits = static_cast<std::uint32_t>(from[0]) << 16 |
                                   static_cast<std::uint32_t>(from[1]) << 8 | from[2];
        put_digits(to, bits, 4, alphabet);
    }
    if (left == 0) return text;
    std::uint32_t bits = static_cast<std::uint32_t>(from[0]) << 16;
    if (left == 2) bits |= static_cast<std::uint32_t>(from[1]) << 8;
    put_digits(to, bits, left + 1, alphabet);
    return text;
}

// Four digits' 24 bits; negative if one of them isn't a digit.
std::int32_t quad(std::string_view text, std::size_t at, const DigitValues& values) {
    const auto value = [&](std::size_t i) {
        return std::int32_t{values[static_cast<std::uint8_t>(text[at + i])]};
    };
    const std::int32_t a = value(0), b = value(1), c = value(2), d = value(3);
    if ((a | b | c | d) < 0) return -1;
    return a << 18 | b << 12 | c << 6 | d;
}

std::optional<Bytes> decode_unpadded(std::string_view text, const DigitValues& values) {
    const std::size_t tail = text.size() % 4;
    if (tail == 1) return std::nullopt;
    Bytes out(text.size() / 4 * 3 + (tail == 0 ? 0 : tail - 1));
    std::uint8_t* to = out.data();
    const std::size_t whole = text.size() - tail;
    for (std::size_t at = 0; at < whole; at += 4, to += 3) {
        const std::int32_t bits = quad(text, at, values);
        if (bits < 0) return std::nullopt;
        to[0] = static_cast<std::uint8_t>(bits >> 16);
        to[1] = static_cast<std::uint8_t>(bits >> 8);
        to[2] = static_cast<std::uint8_t>(bits);
    }
    if (tail == 0) return out;
    // 'A' is zero in both alphabets; bits below the last whole byte must be zero too.
    const char last[4] = {text[whole], text[whole + 1], tail == 3 ? text[whole + 2] : 'A', 'A'};
    const std::int32_t bits = quad({last, 4}, 0, values);
    if (bits < 0 || (bits & (tail == 3 ? 0xff : 0xffff)) != 0) return std::nullopt;
    to[0] = static_cast<std::uint8_t>(bits >> 16);
    if (tail == 3) to[1] = static_cast<std::uint8_t>(bits >> 8);
    return out;
}

}  // namespace

std::string base64_encode(ByteSpan bytes) {
    std::string text = encode(bytes, standard);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<Bytes> base64_decode(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return decode_unpadded(text, standard_values);
}

std::string base64url_encode(ByteSpan bytes) { return encode(bytes, url_safe); }

std::optional<Bytes> base64url_decode(std::string_view text) {
    return decode_unpadded(text, url_safe_values);
}

}  // namespace orrery::codec

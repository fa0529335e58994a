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

char digit(std::string_view alphabet, std::uint32_t bits, unsigned shift) {
    return alphabet[(bits >> shift) & 63];
}

std::string encode(ByteSpan bytes, std::string_view alphabet) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3) {
        const std::uint32_t bits = static_cast<std::uint32_t>(bytes[i]) << 16 |
                                   static_cast<std::uint32_t>(bytes[i + 1]) << 8 | bytes[i + 2];
        for (const unsigned shift : {18u, 12u, 6u, 0u}) text += digit(alphabet, bits, shift);
    }
    const std::size_t left = bytes.size() - i;
    if (left == 0) return text;
    std::uint32_t bits = static_cast<std::uint32_t>(bytes[i]) << 16;
    if (left == 2) bits |= static_cast<std::uint32_t>(bytes[i + 1]) << 8;
    text += digit(alphabet, bits, 18);
    text += digit(alphabet, bits, 12);
    if (left == 2) text += digit(alphabet, bits, 6);
    return text;
}

std::optional<Bytes> decode_unpadded(std::string_view text, const DigitValues& values) {
    if (text.size() % 4 == 1) return std::nullopt;
    Bytes out;
    out.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const std::int8_t value = values[static_cast<std::uint8_t>(c)];
        if (value < 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out.push_back(static_cast<std::uint8_t>(bits >> count));
    }
    if ((bits & ((1u << count) - 1)) != 0) return std::nullopt;
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

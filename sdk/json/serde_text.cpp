#include "sdk/json/serde_text.hpp"

#include "sdk/codec/base64.hpp"
#include "sdk/json/float_text.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::json {
namespace {

constexpr std::string_view base58_digits =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// What serde_json calls a value it did not expect.
std::string unexpected(View value) {
    if (value.is_none()) return "null";
    if (const auto b = value.boolean()) return std::string("boolean `") + (*b ? "true`" : "false`");
    if (const auto u = value.u64()) return "integer `" + std::to_string(*u) + '`';
    if (const auto i = value.i64()) return "integer `" + std::to_string(*i) + '`';
    if (const auto f = value.f64()) return "floating point `" + float_text(*f) + '`';
    if (const auto s = value.string()) return "string " + Writer().string(*s).take();
    return value.is_array() ? "sequence" : "map";
}

bool is_base64_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

std::string at_byte(std::string_view kind, std::string_view text, std::size_t index) {
    return std::string(kind) + '(' + std::to_string(index) + ", " +
           std::to_string(static_cast<std::uint8_t>(text[index])) + ')';
}

}  // namespace

RpcError serde_error(const std::string& cause) {
    return invalid_params("Invalid params: " + cause + '.');
}

RpcError type_error(View value, std::string_view expected) {
    return serde_error("invalid type: " + unexpected(value) + ", expected " +
                       std::string(expected));
}

RpcError variant_error(std::string_view variant, std::span<const std::string_view> expected) {
    std::string text = "unknown variant `" + std::string(variant) + "`, expected ";
    if (expected.size() > 2) text += "one of ";
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (i > 0) text += expected.size() == 2 ? " or " : ", ";
        text += '`' + std::string(expected[i]) + '`';
    }
    return serde_error(text);
}

std::string base58_fault(std::string_view text) {
    const auto at = text.find_first_not_of(base58_digits);
    if (at == std::string_view::npos) return {};
    if (static_cast<std::uint8_t>(text[at]) >= 0x80)
        return "NonAsciiCharacter { index: " + std::to_string(at) + " }";
    return std::string("InvalidCharacter { character: '") + text[at] +
           "', index: " + std::to_string(at) + " }";
}

std::string base64_fault(std::string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() && is_base64_digit(text[digits])) ++digits;
    const std::string_view tail = text.substr(digits);
    const auto stray = tail.find_first_not_of('=');
    if (stray != std::string_view::npos) return at_byte("InvalidByte", text, digits + stray);
    if (tail.size() > 2 || (digits % 4 < 2 && !tail.empty()))
        return at_byte("InvalidByte", text, digits);
    if (digits % 4 == 1) return "InvalidLength(" + std::to_string(text.size()) + ')';
    if (text.size() % 4 != 0) return "InvalidPadding";
    if (!codec::base64_decode(text)) return at_byte("InvalidLastSymbol", text, digits - 1);
    return {};
}

}  // namespace orrery::json

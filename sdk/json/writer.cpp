#include "sdk/json/writer.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/codec/utf8.hpp"
#include "sdk/json/float_text.hpp"

namespace orrery::json {
namespace {

// What stands behind the backslash; 'u' for \u00xx, 0 for characters that stay as they are.
constexpr std::array<char, 256> escapes = [] {
    std::array<char, 256> table{};
    for (std::size_t i = 0; i < 0x20; ++i) table[i] = 'u';
    table['\b'] = 'b';
    table['\t'] = 't';
    table['\n'] = 'n';
    table['\f'] = 'f';
    table['\r'] = 'r';
    table['"'] = '"';
    table['\\'] = '\\';
    return table;
}();

void append_escaped(std::string& out, std::string_view text) {
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<std::uint8_t>(text[i]);
        const char escape = escapes[byte];
        if (escape == 0) continue;
        out.append(text, copied, i - copied);
        copied = i + 1;
        out += '\\';
        out += escape;
        if (escape != 'u') continue;
        constexpr std::string_view digits = "0123456789abcdef";
        out += "00";
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    out.append(text, copied);
}

// As Rust's from_utf8_lossy: one replacement character for each maximal damaged part.
void append_lossy(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const auto fault = codec::check_utf8(as_bytes(text));
        if (!fault) return append_escaped(out, text);
        append_escaped(out, text.substr(0, fault->valid_up_to));
        out += "\xEF\xBF\xBD";
        if (fault->error_len == 0) return;
        text.remove_prefix(fault->valid_up_to + fault->error_len);
    }
}

bool is_ascii(std::string_view text) {
    std::uint8_t bits = 0;
    for (const char c : text) bits |= static_cast<std::uint8_t>(c);
    return bits < 0x80;
}

template <class T>
void append_integer(std::string& out, T value) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

}  // namespace

Writer& Writer::key(std::string_view name) {
    separate();
    text_ += '"';
    text_ += name;
    text_ += "\":";
    comma_ = false;
    return *this;
}

Writer& Writer::string(std::string_view text) {
    separate();
    text_ += '"';
    if (is_ascii(text))
        append_escaped(text_, text);
    else
        append_lossy(text_, text);
    text_ += '"';
    return *this;
}

Writer& Writer::plain(std::string_view text) {
    separate();
    text_ += '"';
    text_ += text;
    text_ += '"';
    return *this;
}

Writer& Writer::base58(ByteSpan bytes) { return plain(codec::base58_encode(bytes)); }

Writer& Writer::base64(ByteSpan bytes) { return plain(codec::base64_encode(bytes)); }

Writer& Writer::number(std::uint64_t value) {
    separate();
    append_integer(text_, value);
    return *this;
}

Writer& Writer::number(std::int64_t value) {
    separate();
    append_integer(text_, value);
    return *this;
}

Writer& Writer::number(double value) {
    return raw(std::isfinite(value) ? float_text(value) : "null");
}

Writer& Writer::decimal(std::uint64_t value) {
    separate();
    text_ += '"';
    append_integer(text_, value);
    text_ += '"';
    return *this;
}

Writer& Writer::boolean(bool value) { return raw(value ? "true" : "false"); }

Writer& Writer::null() { return raw("null"); }

Writer& Writer::raw(std::string_view json) {
    separate();
    text_ += json;
    return *this;
}

std::string Writer::take() {
    comma_ = false;
    return std::exchange(text_, {});
}

Writer& Writer::open(char bracket) {
    separate();
    text_ += bracket;
    comma_ = false;
    return *this;
}

Writer& Writer::close(char bracket) {
    text_ += bracket;
    comma_ = true;
    return *this;
}

}  // namespace orrery::json

#include "devnet/node/in_quotes.hpp"

namespace orrery::node {
namespace {

constexpr std::size_t longest = 100;

void append_escaped(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
        out += c;
        return;
    }
    out += "\\x";
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

// Cuts before a UTF-8 character rather than inside it.
std::string_view cut(std::string_view text) {
    if (text.size() <= longest) return text;
    std::size_t size = longest;
    const auto continues = [&](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
    while (size > longest - 4 && continues(text[size])) --size;
    return text.substr(0, size);
}

}  // namespace

std::string in_quotes(std::string_view text) {
    const auto shown = cut(text);
    std::string out = "\"";
    for (const char c : shown) append_escaped(out, c);
    out += shown.size() < text.size() ? "...\"" : "\"";
    return out;
}

}  // namespace orrery::node

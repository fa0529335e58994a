#include "cli/session/output.hpp"

#include <algorithm>
#include <cstdio>

namespace orrery::cli {
namespace {

void write(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (!text.ends_with('\n')) std::fputc('\n', stdout);
    std::fflush(stdout);
}

std::string_view code(Style style) {
    switch (style) {
        case Style::bold:
            return "\033[1m";
        case Style::dim:
            return "\033[2m";
        case Style::good:
            return "\033[32m";
        case Style::bad:
            return "\033[31m";
    }
    return "";
}

// Copies a string literal of `json` that begins at `at`; returns where it ends.
std::size_t copy_string(std::string_view json, std::size_t at, std::string& out) {
    auto end = at + 1;
    while (end < json.size() && json[end] != '"') end += json[end] == '\\' ? 2 : 1;
    end = std::min(end + 1, json.size());
    out += json.substr(at, end - at);
    return end;
}

}  // namespace

std::optional<Format> parse_format(std::string_view text) {
    if (text.empty() || text == "display") return Format::text;
    if (text == "json") return Format::json;
    if (text == "json-compact") return Format::json_compact;
    return std::nullopt;
}

void Output::result(std::string_view text, std::string_view json) const {
    if (format_ == Format::text) return write(text);
    write(format_ == Format::json ? indent(json) : std::string(json));
}

void Output::line(std::string_view text) const { write(text); }

std::string Output::styled(Style style, std::string_view text) const {
    if (!colour_) return std::string(text);
    return std::string(code(style)) + std::string(text) + "\033[0m";
}

std::string table(const std::vector<std::pair<std::string_view, std::string>>& rows) {
    std::size_t width = 0;
    for (const auto& [label, value] : rows) width = std::max(width, label.size());
    std::string out;
    for (const auto& [label, value] : rows) {
        out += label;
        out.append(width - label.size() + 2, ' ');
        out += value + "\n";
    }
    return out;
}

std::string indent(std::string_view json) {
    std::string out;
    std::size_t depth = 0;
    const auto new_line = [&] { out.append("\n").append(depth * 2, ' '); };
    for (std::size_t i = 0; i < json.size();) {
        const char c = json[i];
        if (c == '"') {
            i = copy_string(json, i, out);
            continue;
        }
        const bool opens = c == '{' || c == '[';
        const bool empty =
            opens && i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
        if (empty) {
            out += json.substr(i, 2);
            i += 2;
            continue;
        }
        if (c == '}' || c == ']') {
            depth -= depth > 0;
            new_line();
        }
        out += c;
        if (opens) ++depth;
        if (opens || c == ',') new_line();
        if (c == ':') out += ' ';
        ++i;
    }
    return out;
}

}  // namespace orrery::cli

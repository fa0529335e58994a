#include "sdk/symbols/names.hpp"

#include <algorithm>

#include "sdk/codec/utf8.hpp"
#include "sdk/sbpf/demangle.hpp"
#include "sdk/types/bytes.hpp"

namespace orrery::symbols {
namespace {

// "::h" and 16 hexadecimal digits: what Rust adds to make names unique.
std::string_view without_hash(std::string_view name) {
    constexpr std::size_t length = 19;
    if (name.size() <= length) return name;
    const auto hash = name.substr(name.size() - length);
    const bool digits = hash.find_first_not_of("0123456789abcdef", 3) == std::string_view::npos;
    return hash.starts_with("::h") && digits ? name.substr(0, name.size() - length) : name;
}

// Of "unsigned long (anonymous namespace)::sum<4>(Input const&)" leaves "sum<4>": without the
// parameters, the type before the name, and namespaces without a name.
std::string bare_name(std::string_view text) {
    constexpr std::string_view anonymous = "(anonymous namespace)::";
    std::string out;
    int depth = 0;  // of template arguments
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto rest = text.substr(i);
        if (rest.starts_with(anonymous)) {
            i += anonymous.size() - 1;
            continue;
        }
        if (rest.starts_with("operator")) {  // what follows may be any sign
            const auto end = std::max(rest.find('(', 9), std::size_t{8});
            return out + std::string(rest.substr(0, end));
        }
        if (depth == 0 && text[i] == '(') break;
        depth += text[i] == '<' ? 1 : text[i] == '>' ? -1 : 0;
        if (depth == 0 && text[i] == ' ')
            out.clear();
        else
            out += text[i];
    }
    return out;
}

}  // namespace

std::string printable(std::string_view text) {
    std::string out(text.substr(0, max_name));
    const bool is_utf8 = !codec::check_utf8(as_bytes(out));
    std::replace_if(
        out.begin(), out.end(),
        [&](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !is_utf8);
        },
        '?');
    return out;
}

std::string demangled(const std::string& name) {
    const auto text = name.size() > max_name ? std::nullopt : sbpf::demangled(name);
    return printable(text ? without_hash(bare_name(*text)) : name);
}

std::string shown_path(std::string_view path, std::string_view folder) {
    if (!folder.empty() && path.starts_with(folder) && path.substr(folder.size()).starts_with('/'))
        path.remove_prefix(folder.size() + 1);
    while (path.starts_with("./")) path.remove_prefix(2);
    return printable(path);
}

}  // namespace orrery::symbols

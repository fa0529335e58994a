#include <algorithm>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <fstream>
#include <sstream>
#include <utility>

#include "devnet/node/in_quotes.hpp"
#include "devnet/node/settings.hpp"

namespace orrery::node {
namespace {

namespace po = boost::program_options;

constexpr std::size_t max_ini_size = 1 << 20;
constexpr std::size_t max_line_size = 16 << 10;  // room for three of Linux' longest paths

auto usage(std::string message) { return fail(NodeError{ExitCode::usage, std::move(message)}); }

po::options_description describe() {
    po::options_description out;
    for (const auto& setting : settings())
        out.add_options()(std::string(setting.name).c_str(),
                          po::value<std::vector<std::string>>()->composing());
    return out;
}

std::string unknown_key(std::string_view key) {
    std::vector<std::string_view> names;
    for (const auto& setting : settings()) names.push_back(setting.name);
    const auto near = nearest(key, names);
    return "there is no key " + in_quotes(key) +
           (near ? "; did you mean \"" + *near + "\"?"
                 : "; `orrery up --help` lists them, without the dashes");
}

// The words of a value: quotes group, a backslash takes the next character as it is. Nothing when a
// quote is left open.
std::optional<std::vector<std::string>> split_words(std::string_view text) {
    std::vector<std::string> out;
    bool in_word = false;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (quote == 0 && (c == ' ' || c == '\t')) {
            in_word = false;
            continue;
        }
        if (!std::exchange(in_word, true)) out.emplace_back();
        if (c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        } else {
            if (c == '\\' && quote != '\'' && i + 1 < text.size()) c = text[++i];
            out.back() += c;
        }
    }
    if (quote != 0) return std::nullopt;
    return out;
}

NodeResult<std::vector<std::string>> split(const Setting& setting, const std::string& value,
                                           const std::string& origin) {
    if (setting.word_count() < 2) return std::vector<std::string>{value};
    auto words = split_words(value);
    if (!words) return usage(origin + ": a quote is left open in " + in_quotes(value));
    return std::move(*words);
}

// The column of the first byte that no text has, from 1.
std::optional<std::size_t> binary_column(std::string_view line) {
    const auto is_binary = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == 0x7f || (byte < 0x20 && c != '\t' && c != '\r');
    };
    const auto it = std::find_if(line.begin(), line.end(), is_binary);
    if (it == line.end()) return std::nullopt;
    return static_cast<std::size_t>(it - line.begin()) + 1;
}

// Why a line isn't read at all.
std::optional<std::string> unreadable(std::string_view line) {
    if (line.size() > max_line_size)
        return "the line has " + std::to_string(line.size()) + " bytes, more than the " +
               std::to_string(max_line_size) + " that a key and its value may have";
    if (const auto column = binary_column(line))
        return "column " + std::to_string(*column) +
               " is a control character; save the file as plain UTF-8 text";
    return std::nullopt;
}

bool blank(std::string_view line) {
    const auto first = line.find_first_not_of(" \t\r");
    return first == std::string_view::npos || line[first] == '#';
}

// What Boost takes a line for: nothing for a section's head, else one key with its value. Reading
// line by line lets every complaint name its line, which Boost's own don't.
NodeResult<po::option> parse_line(std::string_view line, const std::string& at) {
    std::istringstream in{std::string(line)};
    static const auto description = describe();
    const auto neither = [&] {
        return usage(at + ": the line " + in_quotes(line) +
                     " is neither \"key = value\" nor a # comment");
    };
    try {
        auto parsed = po::parse_config_file(in, description, /*allow_unregistered=*/true);
        if (parsed.options.empty())
            return usage(at + ": there are no sections: remove the line " + in_quotes(line));
        if (parsed.options[0].string_key.empty()) return neither();
        return std::move(parsed.options[0]);
    } catch (const po::invalid_syntax&) {
        return neither();
    } catch (const po::error& error) {
        return usage(at + ": " + error.what());
    }
}

NodeResult<Given> read_line(std::string_view line, const std::string& at,
                            const std::filesystem::path& base) {
    if (const auto why = unreadable(line)) return usage(at + ": " + *why);
    TRY(const auto option, parse_line(line, at));
    const auto* setting = find_setting(option.string_key);
    if (!setting) return usage(at + ": " + unknown_key(option.string_key));
    auto origin = at + ": " + option.string_key;
    TRY(auto words, split(*setting, option.value.at(0), origin));
    return Given{option.string_key, std::move(words), std::move(origin), base};
}

std::vector<std::string> split_list(const std::string& value) {
    std::vector<std::string> out;
    std::istringstream in(value);
    for (std::string item; std::getline(in, item, ';');)
        if (item.find_first_not_of(' ') != std::string::npos) out.push_back(item);
    return out;
}

}  // namespace

NodeResult<std::vector<Given>> parse_ini(std::string_view text, const std::filesystem::path& file) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";  // some editors begin with it
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    const auto base = file.parent_path();
    std::vector<Given> out;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (blank(line)) continue;
        TRY(auto given, read_line(line, file.string() + ":" + std::to_string(number), base));
        out.push_back(std::move(given));
    }
    return out;
}

NodeResult<std::vector<Given>> read_ini(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file))
        return usage("can't read the configuration file " + file.string() +
                     "; check the path and its permissions");
    std::string text(max_ini_size + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > max_ini_size)
        return usage(file.string() + " is larger than 1 MiB: that is no configuration file");
    return parse_ini(text, file);
}

NodeResult<std::vector<Given>> read_environment(
    const std::function<std::optional<std::string>(const std::string&)>& get) {
    std::vector<Given> out;
    for (const auto& setting : settings()) {
        const auto name = setting.environment_name();
        const auto value = get(name);
        if (!value || value->empty()) continue;
        const auto items = setting.repeatable ? split_list(*value) : std::vector{*value};
        for (const auto& item : items) {
            TRY(auto words, split(setting, item, name));
            out.push_back({std::string(setting.name), std::move(words), name, {}});
        }
    }
    return out;
}

}  // namespace orrery::node

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <fstream>
#include <sstream>
#include <utility>

#include "devnet/node/settings.hpp"

namespace orrery::node {
namespace {

namespace po = boost::program_options;

constexpr std::size_t max_ini_size = 1 << 20;

auto usage(std::string message) { return fail(NodeError{ExitCode::usage, std::move(message)}); }

po::options_description describe() {
    po::options_description out;
    for (const auto& setting : settings())
        out.add_options()(std::string(setting.name).c_str(),
                          po::value<std::vector<std::string>>()->composing());
    return out;
}

std::string unknown_key(const std::string& file, const std::string& key) {
    std::vector<std::string_view> names;
    for (const auto& setting : settings()) names.push_back(setting.name);
    const auto near = nearest(key, names);
    return file + ": there is no key \"" + key + "\"" +
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
    if (!words) return usage(origin + ": a quote is left open in " + value);
    return std::move(*words);
}

NodeResult<po::parsed_options> parse(std::string_view text, const std::string& file) {
    std::istringstream in{std::string(text)};
    static const auto description = describe();
    try {
        return po::parse_config_file(in, description, /*allow_unregistered=*/true);
    } catch (const po::invalid_syntax& error) {
        return usage(file + ": the line \"" + error.tokens() +
                     "\" is neither \"key = value\" nor a # comment");
    } catch (const po::error& error) {
        return usage(file + ": " + error.what());
    }
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
    const auto name = file.string();
    TRY(const auto parsed, parse(text, name));
    std::vector<Given> out;
    for (const auto& option : parsed.options) {
        const auto* setting = find_setting(option.string_key);
        if (!setting) return usage(unknown_key(name, option.string_key));
        const auto origin = name + ": " + option.string_key;
        for (const auto& value : option.value) {
            TRY(auto words, split(*setting, value, origin));
            out.push_back({option.string_key, std::move(words), origin, file.parent_path()});
        }
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

#include "cli/session/solana_config.hpp"

#include <fstream>
#include <sstream>

namespace orrery::cli {
namespace {

constexpr std::streamsize max_config_size = 64 * 1024;

std::string_view trim(std::string_view text) {
    constexpr auto space = " \t\r";
    const auto begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

// A YAML scalar on one line: 'quoted', "quoted" without escapes, or plain with an optional comment.
std::optional<std::string> parse_scalar(std::string_view text) {
    if (text.starts_with('\'') || text.starts_with('"')) {
        const auto close = text.find(text[0], 1);
        if (close == std::string_view::npos) return std::nullopt;
        const auto rest = trim(text.substr(close + 1));
        const auto content = text.substr(1, close - 1);
        if ((!rest.empty() && rest[0] != '#') || content.find('\\') != std::string_view::npos)
            return std::nullopt;
        return std::string(content);
    }
    const auto plain = trim(text.substr(0, text.find(" #")));
    if (plain.find_first_of("[]{}&*!|>%@`") == 0) return std::nullopt;
    return std::string(plain == "null" || plain == "~" ? std::string_view{} : plain);
}

std::string* member(SolanaConfig& config, std::string_view key) {
    if (key == "json_rpc_url") return &config.json_rpc_url;
    if (key == "websocket_url") return &config.websocket_url;
    if (key == "keypair_path") return &config.keypair_path;
    if (key == "commitment") return &config.commitment;
    return nullptr;
}

// False: the line is none that `solana config set` writes.
bool parse_line(std::string_view line, SolanaConfig& config) {
    const bool nested = line.starts_with(' ') || line.starts_with('\t');
    const auto text = trim(line);
    if (nested || text.empty() || text[0] == '#' || text == "---" || text == "...") return true;
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    auto* value = member(config, trim(text.substr(0, colon)));
    if (!value) return true;
    auto scalar = parse_scalar(trim(text.substr(colon + 1)));
    if (!scalar) return false;
    *value = std::move(*scalar);
    return true;
}

}  // namespace

Outcome<SolanaConfig> parse_solana_config(std::string_view text, const std::string& file) {
    SolanaConfig config;
    std::istringstream lines{std::string(text)};
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (!parse_line(line, config))
            return failed(file + ", line " + std::to_string(number) +
                          ": not a `key: value` line; mend it, or write it anew with `solana "
                          "config set`");
    }
    return config;
}

Outcome<SolanaConfig> read_solana_config(const std::filesystem::path& file) {
    std::error_code ec;
    if (!std::filesystem::is_regular_file(file, ec)) return SolanaConfig{};
    std::ifstream in(file, std::ios::binary);
    std::string text(max_config_size, '\0');
    if (!in) return failed("can't read " + file.string() + "; check its permissions");
    in.read(text.data(), max_config_size);
    text.resize(static_cast<std::size_t>(in.gcount()));
    return parse_solana_config(text, file.string());
}

}  // namespace orrery::cli

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "cli/session/failure.hpp"

namespace orrery::cli {

/// What Solana's command line keeps in ~/.config/solana/cli/config.yml; empty = not there.
struct SolanaConfig {
    std::string json_rpc_url;
    std::string websocket_url;
    std::string keypair_path;
    std::string commitment;
};

/// Parses the flat YAML that `solana config set` writes: `key: value` lines, quotes, comments,
/// nested maps (skipped). `file` names it in errors. Error (failure): anything else, with its line.
Outcome<SolanaConfig> parse_solana_config(std::string_view text, const std::string& file);

/// Reads the file; defaults when there is none.
Outcome<SolanaConfig> read_solana_config(const std::filesystem::path& file);

}  // namespace orrery::cli

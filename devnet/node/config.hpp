#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "devnet/sequencer/chain.hpp"
#include "sdk/types/key.hpp"

namespace orrery::node {

/// A program file that a new chain begins with.
struct ProgramSource {
    Pubkey address;
    std::filesystem::path file;
    std::optional<Pubkey> authority;  ///< nothing = final
};

/// An account file that a new chain begins with.
struct AccountSource {
    std::optional<Pubkey> address;  ///< nothing = the file's own `pubkey`
    std::filesystem::path file;
};

/// What only a new chain takes: it stands in the ledger from then on.
struct GenesisConfig {
    std::optional<std::array<std::uint8_t, 32>> seed;  ///< nothing = random
    std::uint64_t slots_per_epoch = 8192;
    std::uint64_t log_bytes_limit = 10'000;  ///< per transaction; 0 = unlimited
    std::vector<Pubkey> mints;               ///< each gets 500 M SOL
    std::vector<ProgramSource> programs;
    std::vector<AccountSource> accounts;
    std::vector<std::filesystem::path> account_dirs;
};

/// One node, as a value.
struct NodeConfig {
    std::vector<std::string> hosts = {"127.0.0.1", "::1"};
    std::uint16_t port = 8899;  ///< 0 = a free one whose successor is free too
    std::filesystem::path ledger = ".orrery/ledger";
    bool reset = false;      ///< delete the ledger that is there
    bool ephemeral = false;  ///< a ledger of its own that goes when the node does
    sequencer::BlockMode block_mode = sequencer::BlockMode::interval;
    std::chrono::milliseconds slot_time{400};
    std::uint64_t finality_lag = 0;  ///< slots by which finalized trails
    GenesisConfig genesis;
    /// How the settings of `genesis` were given, e.g. "--seed"; an existing ledger refuses them.
    std::vector<std::string> genesis_origins;
};

}  // namespace orrery::node

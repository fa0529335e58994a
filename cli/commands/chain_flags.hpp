#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/session/session.hpp"
#include "devnet/node/settings.hpp"

namespace CLI {
class App;
}

namespace orrery::cli {

/// The settings of a chain as flags of a command.
struct ChainFlags {
    std::string config;                                     ///< --config
    std::map<std::string, std::vector<std::string>> words;  ///< by setting, all in one row
    std::set<std::string> switches;                         ///< by setting
    std::set<std::string> left_out;  ///< settings that the command doesn't take from anywhere
};

/// Adds every setting but those of `left_out`, and --config.
std::shared_ptr<ChainFlags> add_chain_flags(CLI::App& command, std::set<std::string> left_out);

/// Flags over environment over file over `defaults`. The file is --config, else ORRERY_CONFIG, else
/// ./orrery.ini if there is one. Errors: resolve()'s and the file's.
Outcome<node::Launch> resolve(const ChainFlags& flags, const Surroundings& surroundings,
                              node::Launch defaults = {});

}  // namespace orrery::cli

#pragma once

#include "cli/commands/subcommand.hpp"

namespace orrery::cli {

// The commands of `orrery jumbo`.
void add_jumbo_fee(CLI::App& jumbo, Chosen& chosen);
void add_jumbo_send(CLI::App& jumbo, Chosen& chosen);
void add_jumbo_deploy(CLI::App& jumbo, Chosen& chosen);

}  // namespace orrery::cli

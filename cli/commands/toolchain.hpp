#pragma once

#include "cli/commands/subcommand.hpp"

namespace orrery::cli {

/// Adds the commands of `orrery program` that need no chain: build and its kind.
void add_toolchain(CLI::App& program, Chosen& chosen);

}  // namespace orrery::cli

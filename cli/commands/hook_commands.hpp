#pragma once

#include <string>

#include "cli/commands/subcommand.hpp"

namespace orrery::cli {

// Each adds a subcommand of `orrery hook`.
void add_hook_register(CLI::App& hook, Chosen& chosen);
void add_hook_bid(CLI::App& hook, Chosen& chosen);
void add_hook_cancel(CLI::App& hook, Chosen& chosen);
void add_hook_enable(CLI::App& hook, Chosen& chosen);
void add_hook_disable(CLI::App& hook, Chosen& chosen);
void add_hook_close(CLI::App& hook, Chosen& chosen);
void add_hook_reclaim(CLI::App& hook, Chosen& chosen);
void add_hook_owner(CLI::App& hook, Chosen& chosen);
void add_hook_act(CLI::App& hook, Chosen& chosen);
void add_hook_list(CLI::App& hook, Chosen& chosen);
void add_hook_auction(CLI::App& hook, Chosen& chosen);
void add_hook_history(CLI::App& hook, Chosen& chosen);

/// The argument that names a hook.
void add_hook_address(CLI::App& command, std::string& address);
/// The option of commands that a hook's fee payer signs.
void add_fee_payer(CLI::App& command, std::string& path);

}  // namespace orrery::cli

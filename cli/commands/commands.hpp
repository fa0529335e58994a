#pragma once

#include <functional>

#include "cli/session/session.hpp"

namespace CLI {
class App;
}

namespace orrery::cli {

/// The command that the arguments chose, ready to run.
using Chosen = std::function<Outcome<void>(const Session&)>;

// Each adds its command to the application; parsing sets `chosen`, which must outlive it.
void add_up(CLI::App& app, Chosen& chosen);
void add_exec(CLI::App& app, Chosen& chosen);
void add_replay(CLI::App& app, Chosen& chosen);
void add_keygen(CLI::App& app, Chosen& chosen);
void add_address(CLI::App& app, Chosen& chosen);
void add_balance(CLI::App& app, Chosen& chosen);
void add_airdrop(CLI::App& app, Chosen& chosen);
void add_transfer(CLI::App& app, Chosen& chosen);
void add_account(CLI::App& app, Chosen& chosen);
void add_tx(CLI::App& app, Chosen& chosen);
void add_logs(CLI::App& app, Chosen& chosen);
void add_slot(CLI::App& app, Chosen& chosen);
void add_mine(CLI::App& app, Chosen& chosen);
void add_jumbo(CLI::App& app, Chosen& chosen);
void add_new(CLI::App& app, Chosen& chosen);
void add_program(CLI::App& app, Chosen& chosen);
void add_hook(CLI::App& app, Chosen& chosen);
void add_version(CLI::App& app, Chosen& chosen);

}  // namespace orrery::cli

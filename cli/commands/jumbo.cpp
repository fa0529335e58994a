#include "cli/commands/jumbo_commands.hpp"

namespace orrery::cli {

void add_jumbo(CLI::App& app, Chosen& chosen) {
    auto* jumbo = app.add_subcommand("jumbo", "transactions of up to 2 MiB: send, deploy, fees");
    jumbo->group(groups::accounts)->require_subcommand(1);
    jumbo->fallthrough();
    for (const auto add : {add_jumbo_send, add_jumbo_deploy, add_jumbo_fee}) add(*jumbo, chosen);
}

}  // namespace orrery::cli

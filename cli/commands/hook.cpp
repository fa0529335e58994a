#include "cli/commands/hook_commands.hpp"

namespace orrery::cli {

void add_hook(CLI::App& app, Chosen& chosen) {
    auto* hook = app.add_subcommand("hook", "logic that runs behind others' transactions");
    hook->group(groups::programs)->require_subcommand(1);
    hook->fallthrough();
    for (const auto add : {add_hook_register, add_hook_bid, add_hook_cancel, add_hook_auction,
                           add_hook_list, add_hook_history, add_hook_enable, add_hook_disable,
                           add_hook_close, add_hook_reclaim, add_hook_owner, add_hook_act})
        add(*hook, chosen);
}

void add_hook_address(CLI::App& command, std::string& address) {
    command.add_option("hook", address, "the hook's address")->type_name("HOOK")->required();
}

void add_fee_payer(CLI::App& command, std::string& path) {
    command.add_option("--fee-payer", path, "key file of who pays gas and bids (your key pair)")
        ->type_name("KEYPAIR");
}

}  // namespace orrery::cli

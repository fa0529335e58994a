#include <algorithm>

#include "cli/commands/hook_commands.hpp"
#include "cli/commands/hook_view.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"

namespace orrery::cli {
namespace {

struct ListOptions {
    std::string address;
    bool mine = false;
};

void report(const Session& session, const std::vector<HookAccount>& list) {
    json::Writer json;
    json.begin_object().key("hooks").begin_array();
    for (const auto& hook : list) {
        write_hook(json.begin_object(), hook);
        json.end_object();
    }
    json.end_array().end_object();
    const auto count = std::to_string(list.size()) + (list.size() == 1 ? " hook\n" : " hooks\n");
    session.out().result((list.empty() ? "" : hook_lines(session.out(), list)) + count,
                         json.text());
}

// Those that a key registered, and those that it pays for.
Outcome<std::vector<HookAccount>> list_own(Remote& remote, const Pubkey& own) {
    TRY(auto list, list_hooks(remote, {.authority = own}));
    TRY(const auto paid, list_hooks(remote, {.fee_payer = own}));
    for (const auto& hook : paid)
        if (hook.hook.authority != own) list.push_back(hook);
    return list;
}

Outcome<void> run_list(const ListOptions& options, const Session& session) {
    if (options.mine && !options.address.empty()) return misused("give one of ADDRESS and --mine");
    Remote remote(session);
    if (options.mine) {
        TRY(const auto own, session.keypair());
        TRY(const auto list, list_own(remote, own.pubkey));
        report(session, list);
        return {};
    }
    if (options.address.empty()) {
        TRY(const auto list, list_hooks(remote, {}));
        report(session, list);
        return {};
    }
    TRY(const auto address, parse_address(options.address));
    if (const auto hook = find_hook(remote, address); hook && *hook) {
        json::Writer json;
        write_hook(json.begin_object(), **hook);
        session.out().result(hook_text(**hook), json.end_object().text());
        return {};
    }
    TRY(const auto list, list_hooks(remote, {.target = address}));
    report(session, list);
    return {};
}

}  // namespace

void add_hook_list(CLI::App& hook, Chosen& chosen) {
    auto options = std::make_shared<ListOptions>();
    auto& command =
        add_subcommand(hook, "list", "list hooks, or show one", options, run_list, chosen);
    command
        .add_option("address", options->address,
                    "a program, whose hooks are listed, or one hook (all hooks of the chain)")
        ->type_name("PROGRAM|HOOK");
    command.add_flag("--mine", options->mine, "those that your key pair registered, or pays for");
}

}  // namespace orrery::cli

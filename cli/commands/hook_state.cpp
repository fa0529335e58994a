#include <algorithm>

#include "cli/commands/hook_auction_view.hpp"
#include "cli/commands/hook_commands.hpp"
#include "cli/commands/hook_sending.hpp"
#include "cli/commands/hook_view.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/hooks/instructions.hpp"
#include "sdk/hooks/money.hpp"

// The commands about a hook that is there: enable, disable, close, cancel.
namespace orrery::cli {
namespace {

struct StateOptions {
    std::string hook;
    std::string fee_payer;
};

struct CancelOptions {
    std::string hook;
    std::string epoch;
};

void report(const Session& session, const Pubkey& hook, std::string_view status,
            std::string_view money, Lamports lamports, const Sent& sent) {
    json::Writer json;
    json.begin_object().field("hook", hook).field("status", status);
    if (!money.empty()) json.field("lamports", lamports);
    json.field("signature", sent.id).field("slot", sent.slot).end_object();
    std::vector<std::pair<std::string_view, std::string>> rows = {{"Hook", codec::to_string(hook)},
                                                                  {"Status", std::string(status)}};
    if (!money.empty()) rows.emplace_back(money, format_sol(lamports));
    rows.emplace_back("Signature", codec::to_string(sent.id));
    session.out().result(table(rows), json.text());
}

// Its authority or its fee payer, whichever the session's key is.
Outcome<crypto::Keypair> either_signer(const Session& session, const HookAccount& hook,
                                       std::string_view done) {
    TRY(const auto own, session.keypair());
    if (own.pubkey == hook.hook.authority || own.pubkey == hook.hook.fee_payer) return own;
    return failed("hook " + codec::to_string(hook.address) + " can be " + std::string(done) +
                  " by its authority " + codec::to_string(hook.hook.authority) +
                  " or its fee payer " + codec::to_string(hook.hook.fee_payer) + " only, not by " +
                  codec::to_string(own.pubkey) + "; give a key file with -k");
}

Outcome<void> run_enable(const StateOptions& options, const Session& session) {
    TRY(const auto address, parse_address(options.hook));
    TRY(const auto signers, read_hook_signers(session, options.fee_payer));
    Remote remote(session);
    TRY(const auto hook, need_hook(remote, address));
    CHECK_OK(check_signers(hook, signers, "enabled"));
    const auto instruction =
        hooks::enable_hook(address, signers.authority.pubkey, signers.fee_payer.pubkey);
    TRY(const auto sent,
        send_to_hooks(remote, instruction, {&signers.authority, &signers.fee_payer}));
    report(session, address, "active, no strikes", "", {}, sent);
    return {};
}

Outcome<void> run_disable(const StateOptions& options, const Session& session) {
    TRY(const auto address, parse_address(options.hook));
    Remote remote(session);
    TRY(const auto hook, need_hook(remote, address));
    TRY(const auto signer, either_signer(session, hook, "disabled"));
    TRY(const auto sent,
        send_to_hooks(remote, hooks::disable_hook(address, signer.pubkey), {&signer}));
    report(session, address, "disabled; its seats stay taken", "", {}, sent);
    return {};
}

Outcome<void> run_close(const StateOptions& options, const Session& session) {
    TRY(const auto address, parse_address(options.hook));
    Remote remote(session);
    TRY(const auto hook, need_hook(remote, address));
    TRY(const auto signer, either_signer(session, hook, "closed"));
    const auto instruction = hooks::close_hook(address, signer.pubkey, hook.hook.fee_payer);
    TRY(const auto sent, send_to_hooks(remote, instruction, {&signer}));
    report(session, address, "closed", "Rent back", hook.balance, sent);
    return {};
}

Outcome<void> run_cancel(const CancelOptions& options, const Session& session) {
    TRY(const auto address, parse_address(options.hook));
    std::optional<std::uint64_t> epoch;
    if (!options.epoch.empty()) {
        TRY(epoch, parse_whole(options.epoch, "--epoch", "an epoch's number"));
    }
    TRY(const auto own, session.keypair());
    Remote remote(session);
    TRY(const auto hook, need_hook(remote, address));
    if (!epoch && hook.hook.last_epoch == 0)
        return fail(hook_failure(hooks::HookError::NotInitialized, "the hook has never bid"));
    const hooks::OrderRef order{.hook = address,
                                .target = hook.hook.target,
                                .epoch = epoch.value_or(hook.hook.last_epoch),
                                .fee_payer = hook.hook.fee_payer};
    TRY(const auto moment, read_auction(remote, order.target, order.epoch));
    const auto found = std::ranges::find(moment.auction.orders, address, &hooks::Order::hook);
    if (found == moment.auction.orders.end())
        return fail(hook_failure(hooks::HookError::NotInitialized,
                                 "the hook has no order for epoch " + std::to_string(order.epoch)));
    TRY(const auto sent, send_to_hooks(remote, hooks::cancel_bid(own.pubkey, order), {&own}));
    report(session, address, "bid for epoch " + std::to_string(order.epoch) + " cancelled",
           "Bond back", Lamports{hooks::bond(found->limit).value_or(0)}, sent);
    return {};
}

CLI::App& add(CLI::App& hook, const std::string& name, const std::string& help,
              const std::shared_ptr<StateOptions>& options,
              Outcome<void> (*run)(const StateOptions&, const Session&), Chosen& chosen) {
    auto& command = add_subcommand(hook, name, help, options, run, chosen);
    add_hook_address(command, options->hook);
    return command;
}

}  // namespace

void add_hook_enable(CLI::App& hook, Chosen& chosen) {
    auto options = std::make_shared<StateOptions>();
    auto& command = add(hook, "enable", "let a disabled hook run again, without strikes", options,
                        run_enable, chosen);
    add_fee_payer(command, options->fee_payer);
}

void add_hook_disable(CLI::App& hook, Chosen& chosen) {
    add(hook, "disable", "stop a hook; its authority or its fee payer may",
        std::make_shared<StateOptions>(), run_disable, chosen);
}

void add_hook_close(CLI::App& hook, Chosen& chosen) {
    add(hook, "close", "remove a hook and give its rent back", std::make_shared<StateOptions>(),
        run_close, chosen);
}

void add_hook_cancel(CLI::App& hook, Chosen& chosen) {
    auto options = std::make_shared<CancelOptions>();
    auto& command = add_subcommand(hook, "cancel", "take a bid back that holds no seat", options,
                                   run_cancel, chosen);
    add_hook_address(command, options->hook);
    command.add_option("--epoch", options->epoch, "which it was for (the last one bid for)")
        ->type_name("EPOCH");
}

}  // namespace orrery::cli

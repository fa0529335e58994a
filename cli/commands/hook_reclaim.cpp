#include <algorithm>

#include "cli/commands/hook_auction_view.hpp"
#include "cli/commands/hook_commands.hpp"
#include "cli/commands/hook_sending.hpp"
#include "cli/commands/hook_view.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/hooks/instructions.hpp"
#include "sdk/hooks/money.hpp"

namespace orrery::cli {
namespace {

// What an ordinary transaction has room for, each order being of another auction.
constexpr std::size_t orders_per_transaction = 5;

struct ReclaimOptions {
    std::string hook;
    std::string epoch;
    bool all = false;
};

struct Claim {
    hooks::Reclaim params;
    hooks::Order order;

    /// What comes back to the fee payer besides the rent.
    std::uint64_t bond() const {
        return order.is_cancelled() || order.is_dead() ? 0 : hooks::bond(order.limit).value_or(0);
    }
};

/// Which orders are wanted: a hook's, or those that a key paid for.
struct Wanted {
    std::optional<Pubkey> hook;
    Pubkey fee_payer;
    std::optional<std::uint64_t> epoch;

    bool has(const hooks::Auction& auction, const hooks::Order& order) const {
        if (epoch && *epoch != auction.epoch) return false;
        return hook ? order.hook == *hook : order.fee_payer == fee_payer;
    }
};

// Those of epochs that are over; the closest of the others is for the error.
struct Found {
    std::vector<Claim> claims;
    std::optional<std::uint64_t> still_bound;  ///< the first epoch that isn't over
};

Outcome<Found> find_orders(Remote& remote, const Wanted& wanted) {
    TRY(const auto clock, read_hook_clock(remote));
    TRY(const auto auctions, list_auctions(remote));
    Found out;
    for (const auto& [address, auction] : auctions)
        for (const auto& order : auction.orders) {
            if (!wanted.has(auction, order)) continue;
            if (auction.epoch >= clock.epoch()) {
                out.still_bound = std::min(out.still_bound.value_or(UINT64_MAX), auction.epoch);
                continue;
            }
            out.claims.push_back({{{order.hook, auction.target, auction.epoch, order.fee_payer},
                                   auction.creator,
                                   clock.config.treasury},
                                  order});
        }
    return out;
}

Outcome<void> check_found(const Found& found, const Wanted& wanted) {
    if (!found.claims.empty()) return {};
    if (found.still_bound)
        return fail(hook_failure(hooks::HookError::EpochNotOver,
                                 "epoch " + std::to_string(*found.still_bound) +
                                     ", which the order is for, isn't over"));
    return failed("there is nothing to reclaim" +
                  (wanted.hook
                       ? ": hook " + codec::to_string(*wanted.hook) + " has no order any more"
                       : " of orders that " + codec::to_string(wanted.fee_payer) +
                             " paid for; give the fee payer's key with -k") +
                  (wanted.epoch ? " of epoch " + std::to_string(*wanted.epoch) : ""));
}

void report(const Session& session, const std::vector<Claim>& claims, Lamports rent) {
    std::vector<std::vector<std::string>> rows;
    std::uint64_t sum = 0;
    json::Writer json;
    json.begin_object().key("orders").begin_array();
    for (const auto& claim : claims) {
        const auto& order = claim.params.order;
        const auto back = claim.bond() + rent.value;
        sum += back;
        json.begin_object().field("hook", order.hook).field("program", order.target);
        json.field("epoch", order.epoch).field("lamports", back).end_object();
        rows.push_back({std::to_string(order.epoch), format_sol(Lamports{back}),
                        claim.order.is_dead() ? "dead: its bond is lost" : "",
                        codec::to_string(order.hook)});
    }
    json.end_array().field("lamports", sum).end_object();
    session.out().result(
        columns(session.out(), {{"Epoch", true}, {"Back", true}, {""}, {"Hook"}}, rows) +
            format_sol(Lamports{sum}) + " of " + std::to_string(claims.size()) +
            (claims.size() == 1 ? " order" : " orders") + " is back\n",
        json.text());
}

Outcome<void> run_reclaim(const ReclaimOptions& options, const Session& session) {
    if (options.hook.empty() != options.all) return misused("give either HOOK or --all");
    Wanted wanted;
    if (!options.all) {
        TRY(wanted.hook, parse_address(options.hook));
    }
    if (!options.epoch.empty()) {
        TRY(wanted.epoch, parse_whole(options.epoch, "--epoch", "an epoch's number"));
    }
    TRY(const auto own, session.keypair());
    wanted.fee_payer = own.pubkey;
    Remote remote(session);
    TRY(const auto found, find_orders(remote, wanted));
    CHECK_OK(check_found(found, wanted));
    for (std::size_t at = 0; at < found.claims.size(); at += orders_per_transaction) {
        const auto end = std::min(at + orders_per_transaction, found.claims.size());
        std::vector<Instruction> instructions;
        for (std::size_t i = at; i < end; ++i)
            instructions.push_back(hooks::reclaim(found.claims[i].params));
        const auto sent = send(remote, instructions, {&own});
        if (!sent) return fail(explain_hooks(sent.error()));
    }
    TRY(const auto rent, hook_rent(remote, hooks::Order::size, 0));
    report(session, found.claims, rent);
    return {};
}

}  // namespace

void add_hook_reclaim(CLI::App& hook, Chosen& chosen) {
    auto options = std::make_shared<ReclaimOptions>();
    auto& command = add_subcommand(hook, "reclaim", "get bonds and rent of past epochs back",
                                   options, run_reclaim, chosen);
    command.add_option("hook", options->hook, "the hook whose orders they are")->type_name("HOOK");
    command.add_flag("--all", options->all, "all orders that your key pair paid for");
    command.add_option("--epoch", options->epoch, "only that one's")->type_name("EPOCH");
}

}  // namespace orrery::cli

#include <algorithm>

#include "cli/commands/hook_auction_view.hpp"
#include "cli/commands/hook_commands.hpp"
#include "cli/commands/hook_sending.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/hooks/instructions.hpp"
#include "sdk/hooks/money.hpp"

namespace orrery::cli {
namespace {

using hooks::HookError;

constexpr int max_attempts = 5;

struct BidOptions {
    std::string hook;
    std::string limit;
    std::string epoch = "next";
    std::string fee_payer;
    bool lamports = false;
};

struct Bid {
    HookSigners signers;
    HookAccount hook;
    std::uint64_t limit = 0;
    std::optional<std::uint64_t> epoch;  ///< nothing = the next
};

/// What a bid depends on that can change until it lands.
struct Plan {
    std::uint64_t epoch = 0;
    std::optional<Pubkey> displaced;
    bool operator==(const Plan&) const = default;
};

Outcome<std::uint64_t> read_limit(const BidOptions& options) {
    if (!options.lamports) {
        TRY(const auto limit, parse_sol(options.limit));
        return limit.value;
    }
    TRY(const auto lamports, parse_whole(options.limit, "LIMIT", "a whole number of lamports"));
    return lamports;
}

Outcome<Bid> read_bid(const BidOptions& options, Remote& remote) {
    Bid out;
    TRY(const auto address, parse_address(options.hook));
    TRY(out.limit, read_limit(options));
    if (options.epoch != "next") {
        TRY(out.epoch, parse_whole(options.epoch, "--epoch", "an epoch's number, or next"));
    }
    TRY(out.signers, read_hook_signers(remote.session, options.fee_payer));
    TRY(out.hook, need_hook(remote, address));
    CHECK_OK(check_signers(out.hook, out.signers, "bid for"));
    return out;
}

Outcome<void> check_moment(const Bid& bid, const AuctionMoment& moment) {
    const auto& clock = moment.clock;
    if (!moment.is_open())
        return fail(hook_failure(HookError::WrongEpoch,
                                 "bids are taken for epoch " + std::to_string(clock.next_epoch()) +
                                     " now, until slot " +
                                     std::to_string(clock.first_slot(clock.next_epoch()) - 1) +
                                     ", not for " + std::to_string(*bid.epoch)));
    if (bid.limit < clock.config.floor)
        return fail(
            hook_failure(HookError::BelowFloor, "the limit " + format_sol(Lamports{bid.limit}) +
                                                    " is below the floor of " +
                                                    format_sol(Lamports{clock.config.floor})));
    const auto same =
        std::ranges::find(moment.auction.orders, bid.hook.address, &hooks::Order::hook);
    if (same != moment.auction.orders.end())
        return fail(hook_failure(HookError::AlreadyBid,
                                 "the hook has an order for epoch " +
                                     std::to_string(moment.auction.epoch) + " already, of " +
                                     format_sol(Lamports{same->limit}) +
                                     (same->is_cancelled() ? ", cancelled" : "")));
    return {};
}

// The bond and the rent of the order, of a new auction's account, too; and what every account
// keeps.
Outcome<void> check_funds(Remote& remote, const Bid& bid, const AuctionMoment& moment) {
    const auto bond = hooks::bond(bid.limit);
    if (!bond) return fail(hook_failure(HookError::Overflow));
    const auto size = hooks::Order::size + (moment.exists ? 0 : hooks::Auction::header_size);
    TRY(const auto rent, hook_rent(remote, size, moment.exists ? 0 : 1));
    TRY(const auto kept, remote.ok(remote.client.minimum_balance(0)));
    const auto fee_payer = bid.hook.hook.fee_payer;
    TRY(const auto balance, remote.ok(remote.client.balance(fee_payer)));
    const auto least = rent.value + kept.value;
    if (balance.value >= least && balance.value - least >= *bond) return {};
    return failed("a bid locks 16 times its limit, " + format_sol(Lamports{*bond}) +
                  ", and rent of " + format_sol(rent) + " until its epoch is over, and " +
                  format_sol(kept) + " must stay; " + codec::to_string(fee_payer) + " has " +
                  format_sol(balance) + "; get some with `orrery airdrop`, or bid less");
}

Outcome<std::optional<Pubkey>> displaced_by(const Bid& bid, const AuctionMoment& moment) {
    const auto& auction = moment.auction;
    if (auction.orders.size() < hooks::max_orders) return std::nullopt;
    const auto index =
        hooks::displaced_order(auction, moment.clock.config, bid.limit, moment.clock.slot);
    if (!index) return fail(hook_failure(HookError::BookFull));
    return auction.orders[*index].fee_payer;
}

Outcome<Plan> make_plan(Remote& remote, const Bid& bid) {
    TRY(const auto moment, read_auction(remote, bid.hook.hook.target, bid.epoch));
    CHECK_OK(check_moment(bid, moment));
    CHECK_OK(check_funds(remote, bid, moment));
    TRY(const auto displaced, displaced_by(bid, moment));
    return Plan{moment.auction.epoch, displaced};
}

// An epoch may begin, or a full book change, between reading and landing: then it is planned anew.
Outcome<std::pair<Plan, Sent>> place(Remote& remote, const Bid& bid) {
    TRY(auto plan, make_plan(remote, bid));
    for (int attempt = 1;; ++attempt) {
        const auto instruction = hooks::place_bid({.authority = bid.signers.authority.pubkey,
                                                   .fee_payer = bid.signers.fee_payer.pubkey,
                                                   .hook = bid.hook.address,
                                                   .target = bid.hook.hook.target,
                                                   .epoch = plan.epoch,
                                                   .limit = bid.limit,
                                                   .displaced = plan.displaced});
        const auto sent =
            send_to_hooks(remote, instruction, {&bid.signers.authority, &bid.signers.fee_payer});
        if (sent) return std::pair(plan, *sent);
        TRY(const auto again, make_plan(remote, bid));
        if (again == plan || attempt == max_attempts) return fail(sent.error());
        if (again.epoch != plan.epoch)
            note("epoch " + std::to_string(plan.epoch) +
                 " began before the bid landed; it is for " + std::to_string(again.epoch) + " now");
        plan = again;
    }
}

void report(const Session& session, const Bid& bid, const AuctionMoment& moment, const Sent& sent) {
    const auto bond = hooks::bond(bid.limit).value_or(0);
    const auto standing = standing_of(moment, bid.hook.address);
    json::Writer json;
    json.begin_object().field("hook", bid.hook.address).field("epoch", moment.auction.epoch);
    json.field("limit", bid.limit).field("bond", bond);
    json.key("seat");
    if (standing.seat)
        json.begin_object()
            .field("price", standing.seat->price)
            .field("fillSlot", standing.seat->fill_slot)
            .end_object();
    else
        json.null();
    json.field("price", price_now(moment)).field("signature", sent.id).field("slot", sent.slot);
    session.out().result(
        table({{"Hook", codec::to_string(bid.hook.address)},
               {"Program", codec::to_string(bid.hook.hook.target)},
               {"Epoch", std::to_string(moment.auction.epoch) + ", from slot " +
                             std::to_string(moment.clock.first_slot(moment.auction.epoch))},
               {"Limit", format_sol(Lamports{bid.limit})},
               {"Clock", clock_text(moment)},
               {"Standing", standing.text},
               {"Bond", format_sol(Lamports{bond}) + " until the epoch is over"},
               {"Signature", codec::to_string(sent.id)}}),
        json.end_object().text());
}

Outcome<void> run_bid(const BidOptions& options, const Session& session) {
    Remote remote(session);
    TRY(const auto bid, read_bid(options, remote));
    TRY(const auto placed, place(remote, bid));
    TRY(const auto moment, read_auction(remote, bid.hook.hook.target, placed.first.epoch));
    report(session, bid, moment, placed.second);
    return {};
}

}  // namespace

void add_hook_bid(CLI::App& hook, Chosen& chosen) {
    auto options = std::make_shared<BidOptions>();
    auto& command =
        add_subcommand(hook, "bid", "bid for a seat in the next epoch", options, run_bid, chosen);
    add_hook_address(command, options->hook);
    command
        .add_option("limit", options->limit, "most that a trigger shall pay, in SOL, such as 0.001")
        ->type_name("LIMIT")
        ->required();
    command.add_flag("--lamports", options->lamports, "LIMIT is in lamports");
    command.add_option("--epoch", options->epoch, "fail unless bids are for that one now (next)")
        ->type_name("EPOCH");
    add_fee_payer(command, options->fee_payer);
}

}  // namespace orrery::cli

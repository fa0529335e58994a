#include <algorithm>
#include <array>

#include "devnet/svm/programs/hooks_accounts.hpp"
#include "devnet/svm/programs/hooks_instructions.hpp"
#include "devnet/svm/programs/system.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/auction.hpp"
#include "sdk/hooks/money.hpp"

// The instructions about an auction's orders.
namespace orrery::programs::hooks_program {

using hooks::Auction;
using hooks::Config;
using hooks::Hook;
using hooks::HookError;
using hooks::Order;
using invoke::InstructionResult;
using invoke::InvokeContext;

namespace {

std::uint64_t order_rent(const InvokeContext& context) {
    return rent(context, Order::size) - rent(context, 0);
}

/// What an order's fee payer gets back besides the rent. Nobody could place one whose bond
/// overflows.
std::uint64_t bond_of(const Order& order) {
    return order.is_cancelled() ? 0 : hooks::bond(order.limit).value_or(0);
}

Loaded<Auction> load_auction(InvokeContext& context, std::size_t index, const Pubkey& target,
                             std::uint64_t epoch) {
    TRY(auto auction, load<Auction>(context, index, "Auction"));
    if (auction.target != target || auction.epoch != epoch)
        return refuse(context, Code::InvalidSeeds, "account ", index,
                      " is not the target's Auction of epoch ", epoch);
    return auction;
}

InstructionResult write(InvokeContext& context, std::size_t index, const Auction& auction) {
    TRY(auto account, context.borrow(index));
    return account.set_data(auction.encode());
}

auto order_of(const Auction& auction, const Pubkey& hook) {
    return std::find_if(auction.orders.begin(), auction.orders.end(),
                        [&](const Order& order) { return order.hook == hook; });
}

/// Where an account of PlaceBid stands.
enum PlaceBidAccount : std::size_t {
    authority_account,
    fee_payer_account,
    hook_account,
    auction_account,
    previous_account,
    config_account,
    system_account,
    displaced_account,
};

struct Bid {
    std::uint64_t epoch = 0;
    std::uint64_t limit = 0;
    std::uint64_t bond = 0;
    Pubkey hook;
    Pubkey fee_payer;
};

/// The start price that Auction(epoch - 1) gives; its address is checked where it is absent.
Loaded<std::uint64_t> start_price(InvokeContext& context, const Config& config,
                                  const Pubkey& target, std::uint64_t epoch) {
    TRY(const auto absent, is_absent(context, previous_account));
    if (absent) {
        const auto derived = hooks::auction_address(target, epoch - 1);
        CHECK_OK(check_address(context, previous_account, derived.address, "the Auction before"));
        return hooks::start_price(config, std::nullopt);
    }
    TRY(const auto previous, load_auction(context, previous_account, target, epoch - 1));
    const auto seats = hooks::seats(previous, config);
    return hooks::start_price(
        config, hooks::PreviousAuction{previous.p0, seats.empty() ? 0 : seats.front().price});
}

InstructionResult create_auction(InvokeContext& context, const Config& config, const Pubkey& target,
                                 const Bid& bid) {
    const auto derived = hooks::auction_address(target, bid.epoch);
    CHECK_OK(check_address(context, auction_account, derived.address, "the Auction"));
    TRY(const auto p0, start_price(context, config, target, bid.epoch));
    std::array<std::uint8_t, 8> epoch{};
    store_le(epoch.data(), bid.epoch);
    CHECK_OK(create(context, {.index = auction_account,
                              .payer = bid.fee_payer,
                              .size = Auction::header_size,
                              .seeds = {as_bytes(hooks::auction_seed), target.span(), epoch,
                                        ByteSpan(&derived.bump, 1)}}));
    return write(context, auction_account,
                 {derived.bump, target, bid.epoch, p0, bid.fee_payer, {}});
}

// A fee payer that could not hold its money would make the new bid's transaction fail: what he
// doesn't get stays in the auction.
InstructionResult pay_displaced(InvokeContext& context, const Order& order) {
    CHECK_OK(check_key(context, displaced_account, order.fee_payer, "the displaced fee payer"));
    TRY(auto account, context.borrow(displaced_account));
    if (!account.is_writable())
        return refuse(context, Code::Immutable, "account ", +displaced_account,
                      " must be writable");
    const auto money = bond_of(order) + order_rent(context);
    const auto least = rent(context, account.data_size());
    const bool holds = money >= least || account.lamports() >= least - money;
    account.release();
    if (!holds) return {};
    return pay_out(context, auction_account, displaced_account, money);
}

InstructionResult make_room(InvokeContext& context, const Config& config, Auction& auction,
                            std::uint64_t limit) {
    if (auction.orders.size() < hooks::max_orders) return {};
    const auto displaced =
        hooks::displaced_order(auction, config, limit, context.sysvars().clock.slot);
    if (!displaced)
        return refuse(context, hook_error(HookError::BookFull),
                      "the book is full and no order without a seat is lower");
    CHECK_OK(pay_displaced(context, auction.orders[*displaced]));
    auction.orders.erase(auction.orders.begin() + *displaced);
    return {};
}

InstructionResult add_order(InvokeContext& context, const Config& config, const Pubkey& target,
                            const Bid& bid) {
    TRY(auto auction, load_auction(context, auction_account, target, bid.epoch));
    if (order_of(auction, bid.hook) != auction.orders.end())
        return refuse(context, hook_error(HookError::AlreadyBid),
                      "the hook has an order in this auction");
    CHECK_OK(make_room(context, config, auction, bid.limit));
    auction.orders.push_back({bid.hook, bid.fee_payer, bid.limit, context.sysvars().clock.slot, 0});
    TRY(const auto key, context.account_key(auction_account));
    CHECK_OK(
        context.native_invoke(system_transfer(bid.fee_payer, key, bid.bond + order_rent(context))));
    return write(context, auction_account, auction);
}

Loaded<Bid> read_bid(InvokeContext& context, Args& args) {
    Bid bid{.epoch = args.u64(), .limit = args.u64(), .hook = {}, .fee_payer = {}};
    CHECK_OK(check_end(args));
    TRY(const auto hook, context.account_key(hook_account));
    TRY(const auto fee_payer, context.account_key(fee_payer_account));
    bid.hook = hook;
    bid.fee_payer = fee_payer;
    return bid;
}

InstructionResult check_bid(InvokeContext& context, const Config& config, const Hook& hook,
                            Bid& bid) {
    TRY(const auto authority, context.account_key(authority_account));
    if (authority != hook.authority || bid.fee_payer != hook.fee_payer)
        return refuse(context, hook_error(HookError::NotAuthority),
                      "the hook's authority and its fee payer must sign");
    if (hook.state != hooks::HookState::active)
        return refuse(context, hook_error(HookError::HookNotActive), "the hook is disabled");
    if (const auto next = current_epoch(context, config) + 1; bid.epoch != next)
        return refuse(context, hook_error(HookError::WrongEpoch), "bids are for epoch ", next,
                      " now, not ", bid.epoch);
    if (bid.limit < config.floor)
        return refuse(context, hook_error(HookError::BelowFloor), "the limit must be at least ",
                      config.floor);
    const auto bond = hooks::bond(bid.limit);
    if (!bond || *bond > UINT64_MAX - order_rent(context))
        return refuse(context, hook_error(HookError::Overflow), "the bond is more than lamports");
    bid.bond = *bond;
    return check_fee_payer(context, fee_payer_account);
}

}  // namespace

InstructionResult place_bid(InvokeContext& context, Args& args) {
    CHECK_OK(check_roles(context, {Role::signer, Role::payer, Role::writable, Role::writable,
                                   Role::any, Role::any, Role::any}));
    CHECK_OK(check_system(context, system_account));
    TRY(auto bid, read_bid(context, args));
    TRY(const auto config, load_config(context, config_account));
    TRY(auto hook, load<Hook>(context, hook_account, "Hook"));
    CHECK_OK(check_bid(context, config, hook, bid));
    TRY(const auto absent, is_absent(context, auction_account));
    if (absent) CHECK_OK(create_auction(context, config, hook.target, bid));
    CHECK_OK(add_order(context, config, hook.target, bid));
    hook.last_epoch = bid.epoch;
    TRY(auto account, context.borrow(hook_account));
    return account.set_state(hook.encode_header());
}

// Accounts: authority, Hook, Auction, fee payer, Config.
InstructionResult cancel_bid(InvokeContext& context, Args& args) {
    const auto epoch = args.u64();
    CHECK_OK(check_end(args));
    CHECK_OK(
        check_roles(context, {Role::signer, Role::any, Role::writable, Role::writable, Role::any}));
    TRY(const auto config, load_config(context, 4));
    TRY(const auto hook, load<Hook>(context, 1, "Hook"));
    TRY(const auto authority, context.account_key(0));
    if (authority != hook.authority)
        return refuse(context, hook_error(HookError::NotAuthority),
                      "the hook's authority must sign");
    TRY(auto auction, load_auction(context, 2, hook.target, epoch));
    if (current_epoch(context, config) > epoch)
        return refuse(context, hook_error(HookError::WrongEpoch), "epoch ", epoch,
                      " is over: reclaim the order");
    TRY(const auto key, context.account_key(1));
    const auto at = order_of(auction, key);
    if (at == auction.orders.end() || at->is_cancelled())
        return refuse(context, hook_error(HookError::NotInitialized), "the hook has no order here");
    CHECK_OK(check_key(context, 3, at->fee_payer, "the order's fee payer"));
    const auto index = static_cast<std::size_t>(at - auction.orders.begin());
    for (const auto& seat : hooks::seats_until(auction, config, context.sysvars().clock.slot))
        if (seat.order == index)
            return refuse(context, hook_error(HookError::SeatHeld), "the order holds a seat");
    CHECK_OK(pay_out(context, 2, 3, bond_of(*at)));
    auction.orders[index].flags |= Order::cancelled;
    return write(context, 2, auction);
}

// Accounts: Auction, the order's fee payer, creator, treasury, Config. Nobody needs to sign.
InstructionResult reclaim(InvokeContext& context, Args& args) {
    const auto target = args.key();
    const auto epoch = args.u64();
    const auto hook = args.key();
    CHECK_OK(check_end(args));
    CHECK_OK(check_roles(
        context, {Role::writable, Role::writable, Role::writable, Role::writable, Role::any}));
    TRY(const auto config, load_config(context, 4));
    TRY(auto auction, load_auction(context, 0, target, epoch));
    if (current_epoch(context, config) <= epoch)
        return refuse(context, hook_error(HookError::EpochNotOver), "epoch ", epoch,
                      " is not over");
    const auto at = order_of(auction, hook);
    if (at == auction.orders.end())
        return refuse(context, hook_error(HookError::NotInitialized), "the hook has no order here");
    CHECK_OK(check_key(context, 1, at->fee_payer, "the order's fee payer"));
    CHECK_OK(check_key(context, 2, auction.creator, "the auction's creator"));
    CHECK_OK(check_key(context, 3, config.treasury, "the treasury"));

    CHECK_OK(pay_out(context, 0, at->is_dead() ? 3 : 1, bond_of(*at)));
    CHECK_OK(pay_out(context, 0, 1, order_rent(context)));
    const auto index = static_cast<std::size_t>(at - auction.orders.begin());
    auction.orders[index] = auction.orders.back();
    auction.orders.pop_back();
    if (auction.orders.empty()) return close(context, 0, 2);
    return write(context, 0, auction);
}

}  // namespace orrery::programs::hooks_program

#include <algorithm>

#include "devnet/rpc/point.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/auction.hpp"
#include "sdk/hooks/money.hpp"
#include "sdk/json/serde_text.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

/// Accounts of the Hooks program, decoded; nothing for an account that isn't one.
template <class T>
std::optional<T> read(const ChainPoint& point, const Pubkey& key) {
    const auto account = point.get(key).account;
    if (!account || account->owner != ids::hooks) return std::nullopt;
    return T::decode(account->data.to_bytes());
}

/// What both methods ask for.
struct Query {
    ChainPoint point;
    hooks::Config config;
    Pubkey program;
    std::uint64_t epoch = 0;
};

/// [program, epoch or null, {commitment, minContextSlot}]; `ahead`: epochs from the current one to
/// the one that is meant when none is given.
RpcResult<Query> read_query(const Node& node, const Params& params, std::uint64_t ahead) {
    Query out;
    TRY(out.program, json::pubkey_param(params[0]));
    TRY(const auto epoch, json::optional_u64(params[1]));
    TRY(out.point, point_from(node, params[2]));
    const auto config = read<hooks::Config>(out.point, hooks::config_address().address);
    if (!config || config->epoch_slots < 2)
        return fail(json::rpc_error(json::RpcCode::internal_error,
                                    "this chain has no hooks: its genesis is older than they are, "
                                    "or its Config account was overwritten; start a new one with "
                                    "--reset"));
    out.config = *config;
    out.epoch = epoch.value_or(config->epoch_of(out.point.slot.value) + ahead);
    return out;
}

struct Found {
    Pubkey address;
    std::optional<hooks::Auction> auction;
};

Found find_auction(const Query& query, std::uint64_t epoch) {
    const auto address = hooks::auction_address(query.program, epoch).address;
    return {address, read<hooks::Auction>(query.point, address)};
}

// What the clock began with, or will begin with once somebody bids.
std::uint64_t start_price(const Query& query, const Found& found) {
    if (found.auction) return found.auction->p0;
    std::optional<hooks::PreviousAuction> previous;
    if (query.epoch > 0)
        if (const auto before = find_auction(query, query.epoch - 1).auction) {
            const auto seats = hooks::seats(*before, query.config);
            previous = {before->p0, seats.empty() ? 0 : seats.front().price};
        }
    return hooks::start_price(query.config, previous);
}

// Seats that are taken by now: all of them once the auction's clock has run out.
hooks::Seats seats_of(const Query& query, const Found& found) {
    if (!found.auction) return {};
    return hooks::seats_until(*found.auction, query.config, query.point.slot.value);
}

void write_clock(Writer& out, const Query& query, std::uint64_t p0) {
    const auto slots = query.config.epoch_slots;
    const auto slot = query.point.slot.value;
    if (query.epoch == 0 || query.config.epoch_of(slot) != query.epoch - 1) {
        out.null();
        return;
    }
    const auto i = slot % slots;
    out.begin_object().field("index", i);
    out.field("price", hooks::clock_price(query.config, p0, i)).field("slots", slots).end_object();
}

void write_seat(Writer& out, const hooks::Auction& auction, const hooks::Seat& seat,
                std::size_t rank) {
    out.begin_object().field("dead", auction.orders[seat.order].is_dead());
    out.field("fillSlot", seat.fill_slot).field("hook", seat.hook);
    out.field("price", seat.price).field("rank", rank).end_object();
}

std::string_view state_of(const hooks::Order& order, bool is_seated) {
    if (order.is_cancelled()) return "cancelled";
    if (order.is_dead()) return "dead";
    return is_seated ? "seated" : "resting";
}

void write_orders(Writer& out, const hooks::Auction& auction, const hooks::Seats& seats) {
    out.begin_array();
    for (std::size_t i = 0; i < auction.orders.size(); ++i) {
        const auto& order = auction.orders[i];
        const bool is_seated = std::ranges::find(seats, i, &hooks::Seat::order) != seats.end();
        out.begin_object().field("feePayer", order.fee_payer).field("hook", order.hook);
        out.field("limit", order.limit).field("placedSlot", order.placed_slot);
        out.key("state").plain(state_of(order, is_seated)).end_object();
    }
    out.end_array();
}

RpcResult<void> get_hook_auction(const Node& node, const Params& params, Writer& out) {
    TRY(const auto query, read_query(node, params, 1));
    const auto found = find_auction(query, query.epoch);
    const auto seats = seats_of(query, found);
    const auto p0 = start_price(query, found);
    begin_context(out, node, query.point).begin_object().field("address", found.address);
    write_clock(out.key("clock"), query, p0);
    out.key("creator");
    found.auction ? out.value(found.auction->creator) : out.null();
    out.field("epoch", query.epoch).key("orders");
    write_orders(out, found.auction.value_or(hooks::Auction{}), seats);
    out.field("program", query.program).key("seats").begin_array();
    for (std::size_t i = 0; i < seats.size(); ++i) write_seat(out, *found.auction, seats[i], i);
    out.end_array().field("startPrice", p0).end_object().end_object();
    return {};
}

void write_hook(Writer& out, const Query& query, const hooks::Auction& auction,
                const hooks::Seat& seat) {
    const auto hook = read<hooks::Hook>(query.point, seat.hook);
    const bool dead = auction.orders[seat.order].is_dead();
    const bool active = hook && hook->state == hooks::HookState::active;
    out.begin_object().key("authority");
    hook ? out.value(hook->authority) : out.null();
    out.field("bid", seat.price);
    if (hook) out.field("cuLimit", hook->cu_limit);
    out.field("dead", dead);
    if (hook) {
        out.field("everyCall", (hook->flags & hooks::Hook::every_call) != 0);
        out.field("feePayer", hook->fee_payer).key("filter").base64(hook->filter);
    }
    out.field("fillSlot", seat.fill_slot);
    if (hook) out.field("gas", hooks::gas(hook->cu_limit, hook->body.size()));
    out.field("hook", seat.hook);
    if (hook) out.field("maxPerSlot", hook->max_per_slot).field("paid", hook->paid);
    out.key("state").plain(!hook ? "closed" : active ? "active" : "disabled");
    if (hook) out.field("strikes", hook->strikes).field("triggers", hook->triggers);
    out.field("willRun", active && !dead).end_object();
}

RpcResult<void> get_hooks(const Node& node, const Params& params, Writer& out) {
    TRY(const auto query, read_query(node, params, 0));
    const auto found = find_auction(query, query.epoch);
    begin_context(out, node, query.point).begin_object().field("epoch", query.epoch);
    out.key("hooks").begin_array();
    for (const auto& seat : seats_of(query, found)) write_hook(out, query, *found.auction, seat);
    out.end_array().field("program", query.program).end_object().end_object();
    return {};
}

constexpr MethodRow rows[] = {
    {"getHooks", get_hooks, 1, 3},
    {"getHookAuction", get_hook_auction, 1, 3},
};

}  // namespace

std::span<const MethodRow> hook_methods() { return rows; }

}  // namespace orrery::rpc

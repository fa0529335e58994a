#include "cli/commands/hook_auction_view.hpp"

#include <algorithm>
#include <charconv>

#include "cli/commands/hook_view.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/money.hpp"

namespace orrery::cli {
namespace {

constexpr std::size_t max_resting_shown = 24;

std::string sol(std::uint64_t lamports) { return format_sol(Lamports{lamports}); }

/// Where an auction stands beside the running epoch.
enum class Phase : std::uint8_t { future, bidding, running, over };

Phase phase_of(const AuctionMoment& moment) {
    const auto now = moment.clock.epoch(), epoch = moment.auction.epoch;
    if (epoch > moment.clock.next_epoch()) return Phase::future;
    if (epoch > now) return Phase::bidding;
    return epoch == now ? Phase::running : Phase::over;
}

std::string_view name(Phase phase) {
    constexpr std::string_view names[] = {"future", "bidding", "running", "over"};
    return names[static_cast<std::size_t>(phase)];
}

std::string epoch_text(const AuctionMoment& moment) {
    const auto& clock = moment.clock;
    const auto epoch = moment.auction.epoch;
    const auto first = clock.first_slot(epoch), end = clock.first_slot(epoch + 1);
    const auto text = std::to_string(epoch) + ", ";
    switch (phase_of(moment)) {
        case Phase::future:
            return text + "bids are taken from slot " + std::to_string(clock.first_slot(epoch - 1));
        case Phase::bidding:
            return text + "begins at slot " + std::to_string(first);
        case Phase::running:
            return text + "runs until slot " + std::to_string(end - 1);
        case Phase::over:
            break;
    }
    return text + "over since slot " + std::to_string(end);
}

std::uint64_t price_at(const AuctionMoment& moment, std::uint64_t index) {
    return hooks::clock_price(moment.clock.config, moment.auction.p0, index);
}

/// The next slot of the running clock whose price is at most `limit`.
std::optional<std::uint64_t> turn_of(const AuctionMoment& moment, std::uint64_t limit) {
    const auto& clock = moment.clock;
    auto first = clock.index() + 1, last = clock.config.epoch_slots;
    while (first < last) {
        const auto middle = first + (last - first) / 2;
        if (price_at(moment, middle) <= limit)
            last = middle;
        else
            first = middle + 1;
    }
    if (first == clock.config.epoch_slots) return std::nullopt;
    return clock.slot - clock.index() + first;
}

std::string_view seat_state(const AuctionMoment& moment, const hooks::Seat& seat,
                            const std::optional<HookAccount>& hook) {
    if (moment.auction.orders[seat.order].is_dead()) return "dead";
    if (!hook) return "closed";
    return hook->hook.state == hooks::HookState::active ? "active" : "idle";
}

/// Orders without a seat, not cancelled, the highest limit first.
std::vector<hooks::Order> resting_of(const AuctionMoment& moment, const hooks::Seats& seats) {
    std::vector<bool> seated(moment.auction.orders.size());
    for (const auto& seat : seats) seated[seat.order] = true;
    std::vector<hooks::Order> out;
    for (std::size_t i = 0; i < seated.size(); ++i) {
        const auto& order = moment.auction.orders[i];
        if (seated[i] || order.is_cancelled()) continue;
        // Behind those of the same limit, which were placed before.
        out.insert(std::ranges::upper_bound(out, order.limit, std::ranges::greater(),
                                            &hooks::Order::limit),
                   order);
    }
    return out;
}

std::size_t cancelled_of(const hooks::Auction& auction) {
    return static_cast<std::size_t>(
        std::ranges::count_if(auction.orders, &hooks::Order::is_cancelled));
}

std::uint64_t bonds_of(const hooks::Auction& auction) {
    std::uint64_t sum = 0;
    for (const auto& order : auction.orders)
        if (!order.is_cancelled()) sum += hooks::bond(order.limit).value_or(0);
    return sum;
}

std::string orders_text(const AuctionMoment& moment, const hooks::Seats& seats,
                        std::size_t resting) {
    const auto cancelled = cancelled_of(moment.auction);
    return std::to_string(moment.auction.orders.size()) + ": " + std::to_string(seats.size()) +
           " of " + std::to_string(moment.clock.config.seats) + " seats taken, " +
           std::to_string(resting) + (moment.is_open() ? " resting" : " without a seat") +
           (cancelled == 0 ? "" : ", " + std::to_string(cancelled) + " cancelled");
}

std::string seat_rows(const Output& out, const AuctionMoment& moment, const hooks::Seats& seats,
                      const SeatHooks& found) {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < seats.size(); ++i)
        rows.push_back(
            {std::to_string(i + 1), sol(seats[i].price), std::to_string(seats[i].fill_slot),
             std::string(seat_state(moment, seats[i], found[i])), codec::to_string(seats[i].hook)});
    return columns(out, {{"Seat", true}, {"Price", true}, {"Slot", true}, {"State"}, {"Hook"}},
                   rows);
}

std::string resting_rows(const Output& out, const AuctionMoment& moment,
                         const std::vector<hooks::Order>& resting) {
    std::vector<std::vector<std::string>> rows;
    const auto shown = std::min(resting.size(), max_resting_shown);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto turn =
            moment.is_open() ? turn_of(moment, resting[i].limit) : std::optional<std::uint64_t>();
        rows.push_back({sol(resting[i].limit), std::to_string(resting[i].placed_slot),
                        turn ? std::to_string(*turn) : "-", codec::to_string(resting[i].hook)});
    }
    auto text = columns(out, {{"Limit", true}, {"Placed", true}, {"Turn", true}, {"Hook"}}, rows);
    if (shown < resting.size())
        text += "... and " + std::to_string(resting.size() - shown) +
                " more, all of them with --output json\n";
    return text;
}

std::string rank_text(const hooks::Seats& seats, const hooks::Seat& seat) {
    const auto rank = std::ranges::find(seats, seat) - seats.begin() + 1;
    return "seat " + std::to_string(rank) + " of " + std::to_string(seats.size()) + " taken, at " +
           sol(seat.price) + " per trigger";
}

}  // namespace

Outcome<std::uint64_t> parse_whole(const std::string& text, std::string_view name,
                                   std::string_view what) {
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec == std::errc{} && end == text.data() + text.size()) return value;
    return misused(std::string(name) + " must be " + std::string(what) + ", not \"" + text + "\"");
}

std::optional<std::uint64_t> price_now(const AuctionMoment& moment) {
    if (!moment.is_open()) return std::nullopt;
    return price_at(moment, moment.clock.index());
}

std::string clock_text(const AuctionMoment& moment) {
    if (phase_of(moment) == Phase::future) return "not running yet";
    const auto price = price_now(moment);
    if (!price) return "stopped";
    const auto index = moment.clock.index(), slots = moment.clock.config.epoch_slots;
    std::string text = "slot " + std::to_string(index + 1) + " of " + std::to_string(slots) +
                       ", price " + sol(*price);
    if (index + 1 < slots) text += ", next " + sol(price_at(moment, index + 1));
    return text;
}

Standing standing_of(const AuctionMoment& moment, const Pubkey& hook) {
    const auto& orders = moment.auction.orders;
    const auto order = std::ranges::find(orders, hook, &hooks::Order::hook);
    if (order == orders.end()) return {std::nullopt, "no order"};
    if (order->is_cancelled()) return {std::nullopt, "cancelled"};
    const auto seats = moment.seats();
    const auto seat = std::ranges::find(seats, hook, &hooks::Seat::hook);
    if (seat != seats.end()) return {*seat, rank_text(seats, *seat)};
    if (!moment.is_open() || seats.size() == moment.clock.config.seats)
        return {std::nullopt, "no seat: all of them are taken"};
    const auto turn = turn_of(moment, order->limit);
    if (!turn) return {std::nullopt, "no seat: the clock doesn't come down to the limit any more"};
    return {std::nullopt,
            "rests; takes a seat in slot " + std::to_string(*turn) + " if one is left"};
}

std::string auction_text(const Output& out, const AuctionMoment& moment, const SeatHooks& found) {
    const auto seats = moment.seats();
    const auto resting = resting_of(moment, seats);
    auto text = table(
        {{"Program", codec::to_string(moment.auction.target)},
         {"Epoch", epoch_text(moment)},
         {"Clock", clock_text(moment)},
         {"Start", sol(moment.auction.p0) + ", never below " + sol(moment.clock.config.floor)},
         {"Orders", orders_text(moment, seats, resting.size())},
         {"Bonds", sol(bonds_of(moment.auction))}});
    if (!seats.empty()) text += "\n" + seat_rows(out, moment, seats, found);
    if (!resting.empty()) text += "\n" + resting_rows(out, moment, resting);
    return text;
}

void write_auction(json::Writer& out, const AuctionMoment& moment, const SeatHooks& found) {
    const auto& clock = moment.clock;
    const auto& auction = moment.auction;
    const auto seats = moment.seats();
    out.begin_object().field("program", auction.target).field("epoch", auction.epoch);
    out.field("auction", hooks::auction_address(auction.target, auction.epoch).address);
    out.field("phase", name(phase_of(moment))).field("slot", clock.slot);
    out.field("slotIndex", clock.index()).field("epochSlots", clock.config.epoch_slots);
    out.field("startPrice", auction.p0).field("floor", clock.config.floor);
    out.field("price", price_now(moment)).field("orders", auction.orders.size());
    out.field("cancelled", cancelled_of(auction)).field("bonds", bonds_of(auction));
    out.key("seats").begin_array();
    for (std::size_t i = 0; i < seats.size(); ++i)
        out.begin_object()
            .field("hook", seats[i].hook)
            .field("price", seats[i].price)
            .field("fillSlot", seats[i].fill_slot)
            .field("state", seat_state(moment, seats[i], found[i]))
            .end_object();
    out.end_array().key("resting").begin_array();
    for (const auto& order : resting_of(moment, seats))
        out.begin_object()
            .field("hook", order.hook)
            .field("limit", order.limit)
            .field("placedSlot", order.placed_slot)
            .end_object();
    out.end_array().end_object();
}

}  // namespace orrery::cli

#include "sdk/hooks/auction.hpp"

#include <algorithm>

#include "sdk/types/int128.hpp"

namespace orrery::hooks {
namespace {

/// An order that takes a seat if fewer than all are taken when its turn comes.
struct Fill {
    std::uint64_t slot = 0;  ///< counted from the clock's first
    bool fresh = false;      ///< placed in this very slot: pays the clock's price
    std::uint16_t order = 0;
    std::uint64_t limit = 0;

    /// Within a slot resting orders go first, the highest limit before; the rest as placed.
    bool operator<(const Fill& other) const {
        if (slot != other.slot) return slot < other.slot;
        if (fresh != other.fresh) return other.fresh;
        if (!fresh && limit != other.limit) return limit > other.limit;
        return order < other.order;
    }
};

/// The clock of one auction.
class Clock {
  public:
    Clock(const Auction& auction, const Config& config)
        : config_(config), p0_(auction.p0), last_(config.epoch_slots - 1) {
        const auto end = static_cast<Uint128>(auction.epoch) * config.epoch_slots;
        exists_ = auction.epoch != 0 && end <= (Uint128{1} << 64);
        if (exists_) start_ = static_cast<std::uint64_t>(end - config.epoch_slots);
    }

    /// False for an epoch without one before it, or beyond the last slot.
    bool exists() const { return exists_; }
    std::uint64_t start() const { return start_; }
    std::uint64_t last() const { return last_; }
    std::uint64_t price(std::uint64_t i) const { return clock_price(config_, p0_, i); }

    /// The first slot from `from` on whose price is at most `limit`.
    std::optional<std::uint64_t> first_at(std::uint64_t limit, std::uint64_t from) const {
        if (limit < config_.floor) return std::nullopt;
        const auto at = std::max(first_reached(limit), from);
        return at > last_ ? std::nullopt : std::optional(at);
    }

  private:
    // floor(p0 * left / last) <= limit exactly when left <= ((limit + 1) * last - 1) / p0.
    std::uint64_t first_reached(std::uint64_t limit) const {
        if (p0_ == 0) return 0;
        const auto left = ((static_cast<Uint128>(limit) + 1) * last_ - 1) / p0_;
        return left >= last_ ? 0 : last_ - static_cast<std::uint64_t>(left);
    }

    const Config& config_;
    std::uint64_t p0_;
    std::uint64_t last_;
    std::uint64_t start_ = 0;
    bool exists_ = false;
};

std::optional<Fill> fill_of(const Clock& clock, const Order& order, std::size_t index) {
    Fill fill{0, false, static_cast<std::uint16_t>(index), order.limit};
    std::uint64_t from = 0;
    if (order.placed_slot >= clock.start()) {
        const auto placed = order.placed_slot - clock.start();
        if (placed > clock.last()) return std::nullopt;
        fill.slot = placed;
        fill.fresh = true;
        if (order.limit >= clock.price(placed)) return fill;
        if (placed == clock.last()) return std::nullopt;
        from = placed + 1;
    }
    const auto at = clock.first_at(order.limit, from);
    if (!at) return std::nullopt;
    fill.slot = *at;
    fill.fresh = false;
    return fill;
}

/// Those that come first, in no order, at most as many as there are seats.
std::vector<Fill> taken(const Auction& auction, const Config& config, const Clock& clock,
                        std::uint64_t until) {
    std::vector<Fill> fills;
    if (!clock.exists() || until < clock.start()) return fills;
    for (std::size_t i = 0; i < auction.orders.size(); ++i) {
        if (auction.orders[i].is_cancelled()) continue;
        const auto fill = fill_of(clock, auction.orders[i], i);
        if (fill && fill->slot <= until - clock.start()) fills.push_back(*fill);
    }
    const auto count = std::min<std::size_t>({fills.size(), config.seats, max_seats});
    const auto last = fills.begin() + static_cast<std::ptrdiff_t>(count);
    std::nth_element(fills.begin(), last, fills.end());
    fills.erase(last, fills.end());
    return fills;
}

}  // namespace

std::uint64_t start_price(const Config& config, const std::optional<PreviousAuction>& previous) {
    if (!previous) return config.p0_min;
    const auto least = std::max(config.p0_min, previous->p0 / 2);
    const auto doubled = static_cast<Uint128>(previous->best) * 2;
    const auto raised = std::max<Uint128>(doubled, least);
    return static_cast<std::uint64_t>(std::min<Uint128>(raised, config.p0_max));
}

std::uint64_t clock_price(const Config& config, std::uint64_t p0, std::uint64_t i) {
    const auto last = config.epoch_slots - 1;
    const auto left = last - std::min(i, last);
    return std::max(config.floor,
                    static_cast<std::uint64_t>(static_cast<Uint128>(p0) * left / last));
}

bool ranks_before(const Seat& a, const Seat& b) {
    if (a.price != b.price) return a.price > b.price;
    if (a.fill_slot != b.fill_slot) return a.fill_slot < b.fill_slot;
    return a.hook < b.hook;
}

Seats seats_until(const Auction& auction, const Config& config, std::uint64_t slot) {
    const Clock clock(auction, config);
    Seats out;
    for (const auto& fill : taken(auction, config, clock, slot))
        out.push_back({fill.order, fill.fresh ? clock.price(fill.slot) : fill.limit,
                       clock.start() + fill.slot, auction.orders[fill.order].hook});
    std::sort(out.begin(), out.end(), [](const Seat& a, const Seat& b) {
        if (ranks_before(a, b) || ranks_before(b, a)) return ranks_before(a, b);
        return a.order < b.order;  // one hook twice: only in bytes that the program never writes
    });
    return out;
}

Seats seats(const Auction& auction, const Config& config) {
    return seats_until(auction, config, UINT64_MAX);
}

std::optional<std::uint16_t> displaced_order(const Auction& auction, const Config& config,
                                             std::uint64_t limit, std::uint64_t slot) {
    std::vector<bool> seated(auction.orders.size());
    for (const auto& seat : seats_until(auction, config, slot)) seated[seat.order] = true;
    const auto worth = [&](std::size_t i) {
        return auction.orders[i].is_cancelled() ? 0 : auction.orders[i].limit;
    };
    std::optional<std::uint16_t> lowest;
    for (std::size_t i = 0; i < auction.orders.size(); ++i)
        if (!seated[i] && (!lowest || worth(i) <= worth(*lowest)))
            lowest = static_cast<std::uint16_t>(i);
    if (!lowest || worth(*lowest) >= limit) return std::nullopt;
    return lowest;
}

}  // namespace orrery::hooks

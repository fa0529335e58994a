#pragma once

#include <boost/container/static_vector.hpp>
#include <cstdint>
#include <optional>

#include "sdk/hooks/accounts.hpp"

/// The descending-clock auction with resting limit orders as pure functions (docs/spec/hooks.md 4).
namespace orrery::hooks {

/// What a target's previous auction tells its next: its start price and its best seat's price.
struct PreviousAuction {
    std::uint64_t p0 = 0;
    std::uint64_t best = 0;  ///< 0 without a seat
};

/// Start price of an auction: clamp(2 * best, max(p0_min, prev / 2), p0_max), or p0_min when there
/// was no previous one.
std::uint64_t start_price(const Config& config, const std::optional<PreviousAuction>& previous);

/// The clock in slot `i` of the epoch before the auction's: max(floor, p0 * (L-1-i) / (L-1)).
std::uint64_t clock_price(const Config& config, std::uint64_t p0, std::uint64_t i);

/// A place among the 16 for one epoch.
struct Seat {
    std::uint16_t order = 0;      ///< index in the auction
    std::uint64_t price = 0;      ///< what each trigger pays
    std::uint64_t fill_slot = 0;  ///< when it was taken
    Pubkey hook;
    bool operator==(const Seat&) const = default;
};
using Seats = boost::container::static_vector<Seat, max_seats>;

/// Whether `a` ranks before `b`: price descending, fill slot, hook.
bool ranks_before(const Seat& a, const Seat& b);

/// The seats of an auction after all slots of its clock, best first. Dead orders keep theirs.
Seats seats(const Auction& auction, const Config& config);
/// The seats taken in slots up to and including `slot`: what is decided already.
Seats seats_until(const Auction& auction, const Config& config, std::uint64_t slot);

/// Which order a new one of `limit` pushes out of a full book: the lowest unseated, the latest of
/// equals. Nothing when none is lower.
std::optional<std::uint16_t> displaced_order(const Auction& auction, const Config& config,
                                             std::uint64_t limit, std::uint64_t slot);

}  // namespace orrery::hooks

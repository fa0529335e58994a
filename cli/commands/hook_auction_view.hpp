#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/commands/hook_accounts.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {

/// A whole number of an argument. Error (usage): none; `what` says what it counts.
Outcome<std::uint64_t> parse_whole(const std::string& text, std::string_view name,
                                   std::string_view what);

/// The clock's price in the open slot; nothing unless the auction's clock runs.
std::optional<std::uint64_t> price_now(const AuctionMoment& moment);
/// Where the clock stands, for people.
std::string clock_text(const AuctionMoment& moment);

/// What a hook's order came to.
struct Standing {
    std::optional<hooks::Seat> seat;
    std::string text;
};
Standing standing_of(const AuctionMoment& moment, const Pubkey& hook);

/// The hooks that hold seats: nothing for those that were closed.
using SeatHooks = std::vector<std::optional<HookAccount>>;

/// A whole auction: clock, seats, orders without one.
std::string auction_text(const Output& out, const AuctionMoment& moment, const SeatHooks& hooks);
/// The same as an object.
void write_auction(json::Writer& out, const AuctionMoment& moment, const SeatHooks& hooks);

}  // namespace orrery::cli

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "cli/commands/remote.hpp"
#include "sdk/hooks/accounts.hpp"
#include "sdk/hooks/auction.hpp"

// The Hooks program's accounts, as the chain has them now.
namespace orrery::cli {

/// The chain's constants for hooks, and its open slot.
struct HookClock {
    hooks::Config config;
    std::uint64_t slot = 0;

    std::uint64_t epoch() const { return config.epoch_of(slot); }
    /// The one that bids are taken for.
    std::uint64_t next_epoch() const { return epoch() + 1; }
    /// Slots of the running epoch before the open one.
    std::uint64_t index() const { return slot % config.epoch_slots; }
    /// The first slot of an epoch; the last u64 for those beyond.
    std::uint64_t first_slot(std::uint64_t epoch) const;
};

struct HookAccount {
    Pubkey address;
    hooks::Hook hook;
    Lamports balance;
};

struct AuctionAccount {
    Pubkey address;
    hooks::Auction auction;
};

/// An auction at one moment.
struct AuctionMoment {
    HookClock clock;
    hooks::Auction auction;  ///< without orders where nobody has bid, p0 as it would be
    bool exists = false;

    /// Its seats: those that are taken by now, all of them once its epoch has begun.
    hooks::Seats seats() const;
    /// Whether its clock runs.
    bool is_open() const { return clock.next_epoch() == auction.epoch; }
};

/// Error: the chain has no hooks; the client's.
Outcome<HookClock> read_hook_clock(Remote& remote);
/// Reads a hook; nothing if there is no account. Errors: the client's; another kind of account.
Outcome<std::optional<HookAccount>> find_hook(Remote& remote, const Pubkey& address);
/// As find_hook, for one that must be there.
Outcome<HookAccount> need_hook(Remote& remote, const Pubkey& address);
/// Several hooks; nothing for those that aren't there.
Outcome<std::vector<std::optional<HookAccount>>> read_hooks(Remote& remote,
                                                            std::span<const Pubkey> addresses);
/// The auction of a target for an epoch (the next one). Errors: the client's.
Outcome<AuctionMoment> read_auction(Remote& remote, const Pubkey& target,
                                    std::optional<std::uint64_t> epoch);

/// Which hooks are wanted: those with all that is given.
struct HookFilter {
    std::optional<Pubkey> target{};
    std::optional<Pubkey> authority{};
    std::optional<Pubkey> fee_payer{};
};
/// By target, authority and nonce.
Outcome<std::vector<HookAccount>> list_hooks(Remote& remote, const HookFilter& filter);
/// All auctions that stand, by target and epoch.
Outcome<std::vector<AuctionAccount>> list_auctions(Remote& remote);
/// The Owner account of a target; nothing if nobody set one.
Outcome<std::optional<hooks::Owner>> find_owner(Remote& remote, const Pubkey& target);
/// The first nonce under which an authority has no hook.
Outcome<std::uint64_t> free_nonce(Remote& remote, const Pubkey& authority);

}  // namespace orrery::cli

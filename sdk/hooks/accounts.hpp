#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sdk/hooks/limits.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

/// Layouts of the Hooks program's accounts (docs/spec/hooks.md 2), little-endian. `decode` gives
/// nothing for another kind, a wrong size, padding that isn't zero or a field out of its range;
/// encoding what was decoded gives the same bytes.
namespace orrery::hooks {

enum class AccountKind : std::uint8_t { hook = 1, auction = 2, config = 3, owner = 4 };

/// Config account, 120 bytes: the chain's constants for hooks.
struct Config {
    std::uint8_t bump = 0;
    std::uint8_t seats = max_seats;
    std::uint8_t per_tx = max_hooks_run;
    std::uint8_t max_strikes = 3;
    std::uint8_t flags = 0;                                    ///< bit 0: strike_reset_on_success
    std::array<std::uint16_t, 3> split_bps{4000, 4000, 2000};  ///< initiator, owner, network
    std::uint64_t epoch_slots = 64;                            ///< at least 2
    std::uint64_t p0_min = 1'000'000;                          ///< lamports, as all prices
    std::uint64_t p0_max = 1'000'000'000;
    std::uint64_t floor = 5'000;
    std::uint32_t max_hook_cu = 1'400'000;
    std::uint32_t max_body = 65'536;  ///< bytes
    Pubkey authority;
    Pubkey treasury;

    static constexpr std::size_t size = 120;
    static constexpr std::uint8_t strike_reset_on_success = 1;
    std::uint64_t epoch_of(std::uint64_t slot) const { return slot / epoch_slots; }
    /// Whether every field is in its range (docs/spec/hooks.md 2.1); `decode` gives only such.
    bool is_valid() const;
    static std::optional<Config> decode(ByteSpan data);
    Bytes encode() const;
    bool operator==(const Config&) const = default;
};

enum class HookState : std::uint8_t { active = 1, disabled = 2 };

/// Hook account, 184 bytes and the body: what runs, who pays, and its counters.
struct Hook {
    HookState state = HookState::active;
    std::uint8_t flags = 0;  ///< bit 0: every_call
    std::uint8_t strikes = 0;
    std::uint32_t cu_limit = 0;
    Pubkey authority;
    Pubkey fee_payer;
    Pubkey target;
    std::uint64_t nonce = 0;
    std::uint64_t last_epoch = 0;  ///< 0 = never bid
    std::uint64_t triggers = 0;
    std::uint64_t paid = 0;  ///< lamports
    std::uint64_t last_strike_slot = UINT64_MAX;
    std::uint64_t cap_slot = UINT64_MAX;
    std::uint16_t cap_used = 0;
    std::uint16_t max_per_slot = 1;
    std::uint16_t n_keys = 0;
    std::uint16_t n_instructions = 0;
    std::uint8_t bump = 0;
    std::uint8_t signer_bump = 0;
    Bytes filter;  ///< 0 to 8 bytes
    Bytes body;

    static constexpr std::size_t header_size = 184;
    static constexpr std::uint8_t every_call = 1;
    static std::optional<Hook> decode(ByteSpan data);
    Bytes encode() const;
    /// The first header_size bytes of encode().
    std::array<std::uint8_t, header_size> encode_header() const;
    bool operator==(const Hook&) const = default;
};

/// An order in an auction, 88 bytes.
struct Order {
    Pubkey hook;
    Pubkey fee_payer;
    std::uint64_t limit = 0;
    std::uint64_t placed_slot = 0;
    std::uint8_t flags = 0;

    static constexpr std::size_t size = 88;
    static constexpr std::uint8_t dead = 1;
    static constexpr std::uint8_t cancelled = 2;
    bool is_dead() const { return (flags & dead) != 0; }
    bool is_cancelled() const { return (flags & cancelled) != 0; }
    bool operator==(const Order&) const = default;
};

/// Auction account, 88 bytes and the orders in the order of their placement.
struct Auction {
    std::uint8_t bump = 0;
    Pubkey target;
    std::uint64_t epoch = 0;
    std::uint64_t p0 = 0;
    Pubkey creator;
    std::vector<Order> orders;

    static constexpr std::size_t header_size = 88;
    /// Bytes with `n` orders.
    static constexpr std::size_t size_of(std::size_t n) { return header_size + n * Order::size; }
    static std::optional<Auction> decode(ByteSpan data);
    Bytes encode() const;
    bool operator==(const Auction&) const = default;
};

/// Where an order's flags byte stands in an auction's data.
constexpr std::size_t order_flags_offset(std::size_t order) {
    return Auction::header_size + order * Order::size + 80;
}

/// Owner account, 104 bytes: who receives the program owner's share.
struct Owner {
    std::uint8_t bump = 0;
    Pubkey target;
    Pubkey recipient;
    Pubkey set_by;

    static constexpr std::size_t size = 104;
    static std::optional<Owner> decode(ByteSpan data);
    Bytes encode() const;
    bool operator==(const Owner&) const = default;
};

}  // namespace orrery::hooks

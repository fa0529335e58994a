#pragma once

#include <cstdint>
#include <optional>

#include "sdk/hooks/accounts.hpp"
#include "sdk/types/key.hpp"

/// What a hook pays and to whom (docs/spec/hooks.md 5).
namespace orrery::hooks {

/// Lamports that a trigger costs besides its bid: 5,000 per started 200,000 units, and
/// jumbo_fee(184 + body_len).
std::uint64_t gas(std::uint32_t cu_limit, std::uint64_t body_len);

/// Lamports that an order locks: 16 times its limit. Nothing when that is more than 64 bits hold.
std::optional<std::uint64_t> bond(std::uint64_t limit);

/// A bid's shares; they and the gas sum to bid + gas exactly.
struct Split {
    std::uint64_t initiator = 0;
    std::uint64_t owner = 0;
    std::uint64_t network = 0;  ///< the rest, and the gas
    bool operator==(const Split&) const = default;
};
Split split(const Config& config, std::uint64_t bid, std::uint64_t gas);

/// SHA512("solayer-hook-v1" || parent id || hook || u8 index): used as a signature.
Txid hook_id(const Txid& parent, const Pubkey& hook, std::uint8_t index);

}  // namespace orrery::hooks

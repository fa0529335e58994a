#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "devnet/rpc/point.hpp"

namespace orrery::rpc {

/// A closed slot and its place in the chain. Slots without a shred are blocks too: empty ones.
struct Block {
    bank::HashedSlot slot;
    Slot parent;
    Hash previous_blockhash;
    std::optional<std::int64_t> time;        ///< Unix seconds; of empty slots an estimate
    std::optional<store::BlockInfo> stored;  ///< nothing for empty slots
};

/// Finds a closed slot. Errors: -32011 without a ledger; BlockNotAvailable beyond the newest at
/// `point`; SlotSkipped for one that a warp jumped over.
json::RpcResult<Block> find_block(const sequencer::Chain& chain, const ChainPoint& point,
                                  Slot slot);

struct SlotRange {
    Slot first;
    Slot last;
    std::size_t limit = SIZE_MAX;
};

/// The closed slots of a range up to the newest at `point`, ascending. Errors: as above.
json::RpcResult<std::vector<Slot>> closed_slots(const sequencer::Chain& chain,
                                                const ChainPoint& point, const SlotRange& range);

}  // namespace orrery::rpc

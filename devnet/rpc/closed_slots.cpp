#include "devnet/rpc/closed_slots.hpp"

#include <algorithm>

#include "devnet/rpc/status.hpp"

namespace orrery::rpc {
namespace {

// Blocks that are read from the ledger at once.
constexpr std::size_t batch = 4096;

/// A slot with a shred, or the genesis: what the empty slots behind it hang on.
struct Anchor {
    bank::HashedSlot slot;
    std::int64_t time = 0;
};

Anchor anchor_of(const store::BlockInfo& block) {
    return {{block.slot, block.record.blockhash, block.record.height}, block.unix_timestamp};
}

Anchor genesis_anchor(const sequencer::Chain& chain) {
    const auto slot = chain.closed_slot(Slot{0});
    return {slot.value_or(bank::HashedSlot{}), chain.genesis().unix_timestamp};
}

/// The newest anchor at or below a slot.
json::RpcResult<Anchor> anchor_below(const sequencer::Chain& chain, const store::Ledger& ledger,
                                     Slot from) {
    Anchor found = genesis_anchor(chain);
    const auto visited = ledger.each_block_down(from, [&](const store::BlockInfo& block) {
        found = anchor_of(block);
        return false;
    });
    if (!visited) return fail(ledger_failure(visited.error()));
    return found;
}

// Empty slots have no time of their own: they pass evenly between their neighbours or, at the tip,
// at the pace of the chain.
std::int64_t estimate_time(const sequencer::Chain& chain, const ChainPoint& point,
                           const Anchor& before, const std::optional<store::BlockInfo>& after,
                           Slot slot) {
    const auto slots = static_cast<std::int64_t>(slot.value - before.slot.slot.value);
    if (after) {
        const auto span = static_cast<std::int64_t>(after->slot.value - before.slot.slot.value);
        const auto seconds = static_cast<double>(after->unix_timestamp - before.time);
        return before.time + static_cast<std::int64_t>(seconds * static_cast<double>(slots) /
                                                       static_cast<double>(span));
    }
    const auto paced = before.time + slots * chain.slot_time().count() / 1000;
    return std::clamp(paced, before.time,
                      std::max(before.time, point.sysvars->clock.unix_timestamp));
}

json::RpcResult<Block> empty_block(const sequencer::Chain& chain, const store::Ledger& ledger,
                                   const ChainPoint& point, const bank::HashedSlot& slot) {
    const Slot below{slot.slot.value - 1};
    TRY(const auto before, anchor_below(chain, ledger, below));
    Block out{slot, before.slot.slot, before.slot.hash, {}, {}};
    if (slot.height > before.slot.height + 1) {
        out.parent = below;
        out.previous_blockhash = chain.closed_slot(below).value_or(before.slot).hash;
    }
    const auto next = ledger.blocks(slot.slot, Slot{UINT64_MAX}, 1);
    if (!next) return fail(ledger_failure(next.error()));
    const auto after = next->empty() ? std::nullopt : std::optional(next->front());
    out.time = estimate_time(chain, point, before, after, slot.slot);
    return out;
}

}  // namespace

json::RpcResult<Block> find_block(const sequencer::Chain& chain, const ChainPoint& point,
                                  Slot slot) {
    TRY(const auto* ledger, ledger_of(chain));
    if (slot > point.blockhash.slot) return fail(json::block_not_available(slot));
    const auto closed = chain.closed_slot(slot);
    if (!closed) return fail(json::slot_skipped(slot));
    if (slot == Slot{0}) return Block{*closed, Slot{0}, {}, chain.genesis().unix_timestamp, {}};
    auto stored = ledger->block(slot);
    if (!stored) return fail(ledger_failure(stored.error()));
    if (!*stored) return empty_block(chain, *ledger, point, *closed);
    const auto& record = (*stored)->record;
    return Block{*closed, record.parent_slot, record.previous_blockhash, (*stored)->unix_timestamp,
                 *stored};
}

json::RpcResult<std::vector<Slot>> closed_slots(const sequencer::Chain& chain,
                                                const ChainPoint& point, const SlotRange& range) {
    TRY(const auto* ledger, ledger_of(chain));
    const Slot last = std::min(range.last, point.blockhash.slot);
    std::vector<Slot> out;
    if (range.first > last || range.limit == 0) return out;
    TRY(auto before, anchor_below(chain, *ledger, range.first));
    if (before.slot.slot == range.first) out.push_back(range.first);

    // From one slot with a shred to the next, block heights tell how many slots below the latter
    // are empty; the rest up to the former were jumped over.
    const auto add_until = [&](const bank::HashedSlot& next) {
        const auto closed = next.height - before.slot.height;
        for (auto slot = std::max(next.slot.value + 1 - closed, range.first.value);
             slot <= std::min(next.slot, last).value && out.size() < range.limit; ++slot)
            out.push_back(Slot{slot});
    };
    while (before.slot.slot < last && out.size() < range.limit) {
        const Slot from{std::max(before.slot.slot.value + 1, range.first.value)};
        auto blocks = ledger->blocks(from, point.blockhash.slot, batch);
        if (!blocks) return fail(ledger_failure(blocks.error()));
        for (const auto& block : *blocks) {
            const auto next = anchor_of(block);
            add_until(next.slot);
            before = next;
        }
        if (blocks->size() == batch) continue;
        if (before.slot.slot < point.blockhash.slot) add_until(point.blockhash);
        break;
    }
    return out;
}

}  // namespace orrery::rpc

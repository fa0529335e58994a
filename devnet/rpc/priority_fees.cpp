#include "devnet/rpc/priority_fees.hpp"

#include <algorithm>

namespace orrery::rpc {
namespace {

constexpr std::size_t slots_kept = 150;

}  // namespace

void PriorityFees::publish(const events::Event& event) {
    if (const auto* reached = std::get_if<events::Reached>(&event)) {
        if (reached->level != events::Commitment::confirmed) return;
        const std::lock_guard lock(mutex_);
        for (const auto& entry : reached->entries)
            if (entry->transaction && !entry->outcome.hook) add(*entry);  // hooks don't bid so
    } else if (const auto* reverted = std::get_if<events::Reverted>(&event)) {
        const std::lock_guard lock(mutex_);
        while (!rows_.empty() && rows_.back().slot > reverted->slot) rows_.pop_back();
    }
}

// A bid as low as the slot's lowest says no more than that one does.
void PriorityFees::Row::compact() {
    boost::unordered::erase_if(lowest_of, [this](const auto& bid) { return bid.second == lowest; });
    lowest_of.rehash(0);
}

void PriorityFees::add(const events::Executed& entry) {
    if (rows_.empty() || rows_.back().slot < entry.slot) {
        if (!rows_.empty()) rows_.back().compact();
        rows_.push_back({entry.slot, UINT64_MAX, {}});
        if (rows_.size() > slots_kept) rows_.pop_front();
    }
    Row& row = rows_.back();
    const std::uint64_t bid = entry.outcome.compute_unit_price;
    row.lowest = std::min(row.lowest, bid);
    const auto wrote = [&](const Pubkey& key) {
        const auto [at, is_new] = row.lowest_of.try_emplace(key, bid);
        if (!is_new) at->second = std::min(at->second, bid);
    };
    const auto& message = entry.transaction->message;
    for (std::size_t i = 0; i < message.static_keys.size(); ++i)
        if (message.is_static_writable(i)) wrote(message.static_keys[i]);
    for (const auto& key : entry.outcome.loaded_addresses.writable) wrote(key);
}

std::vector<PriorityFees::SlotFee> PriorityFees::recent(std::span<const Pubkey> keys) const {
    const std::lock_guard lock(mutex_);
    std::vector<SlotFee> out;
    out.reserve(rows_.size());
    for (const Row& row : rows_) {
        std::uint64_t fee = row.lowest;
        for (const auto& key : keys)
            if (const auto at = row.lowest_of.find(key); at != row.lowest_of.end())
                fee = std::max(fee, at->second);
        out.push_back({row.slot, fee});
    }
    return out;
}

}  // namespace orrery::rpc

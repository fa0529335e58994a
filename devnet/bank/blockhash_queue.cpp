#include "devnet/bank/blockhash_queue.hpp"

#include <algorithm>
#include <mutex>

namespace orrery::bank {

// Entries that the SlotHashes sysvar and queries about recent slots want, whatever the age limit.
constexpr std::size_t min_kept = 512;

void BlockhashQueue::push(const HashedSlot& slot) {
    const std::unique_lock lock(mutex_);
    slots_.push_back(slot);
    heights_[slot.hash] = slot.height;
    trim();
}

void BlockhashQueue::trim() {
    const auto wanted = std::max<std::uint64_t>(max_age_ + 1, min_kept);
    while (slots_.size() > wanted &&
           (!keep_from_ || slots_.front().height + wanted < *keep_from_)) {
        heights_.erase(slots_.front().hash);
        slots_.pop_front();
    }
}

void BlockhashQueue::revert_to(std::uint64_t height) {
    const std::unique_lock lock(mutex_);
    while (!slots_.empty() && slots_.back().height > height) {
        heights_.erase(slots_.back().hash);
        slots_.pop_back();
    }
}

void BlockhashQueue::keep_from(std::optional<std::uint64_t> height) {
    const std::unique_lock lock(mutex_);
    keep_from_ = height;
    trim();
}

bool BlockhashQueue::is_recent(const Hash& hash) const {
    const std::shared_lock lock(mutex_);
    return writer_is_recent(hash);
}

bool BlockhashQueue::writer_is_recent(const Hash& hash) const {
    const auto at = heights_.find(hash);
    return at != heights_.end() && slots_.back().height - at->second <= max_age_;
}

std::optional<HashedSlot> BlockhashQueue::find(const Hash& hash) const {
    const std::shared_lock lock(mutex_);
    const auto at = heights_.find(hash);
    if (at == heights_.end()) return std::nullopt;
    return slots_[at->second - slots_.front().height];
}

std::optional<HashedSlot> BlockhashQueue::find(Slot slot) const {
    const std::shared_lock lock(mutex_);
    const auto at =
        std::lower_bound(slots_.begin(), slots_.end(), slot,
                         [](const HashedSlot& s, Slot wanted) { return s.slot < wanted; });
    if (at == slots_.end() || at->slot != slot) return std::nullopt;
    return *at;
}

HashedSlot BlockhashQueue::newest() const {
    const std::shared_lock lock(mutex_);
    return slots_.back();
}

std::vector<HashedSlot> BlockhashQueue::newest(std::size_t count) const {
    const std::shared_lock lock(mutex_);
    const auto n = std::min(count, slots_.size());
    return {slots_.rbegin(), slots_.rbegin() + static_cast<std::ptrdiff_t>(n)};
}

}  // namespace orrery::bank

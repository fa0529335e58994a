#include "devnet/bank/status_cache.hpp"

namespace orrery::bank {

StatusCache::StatusCache(const std::array<std::uint8_t, 32>& seed) : hash_(seed) {}

MessageKey StatusCache::key_of(ByteSpan signed_bytes) const { return hash_(signed_bytes); }

bool StatusCache::contains(const MessageKey& message) const {
    const std::lock_guard lock(mutex_);
    return keys_.contains(message);
}

void StatusCache::insert(const MessageKey& message, std::uint64_t height, std::uint64_t sequence) {
    const std::lock_guard lock(mutex_);
    if (keys_.insert(message).second) rows_.push_back({height, sequence, message});
}

void StatusCache::expire_below(std::uint64_t height) {
    const std::lock_guard lock(mutex_);
    const auto before = keys_.size();
    while (!rows_.empty() && rows_.front().height < height) {
        keys_.erase(rows_.front().key);
        rows_.pop_front();
    }
    // A burst leaves a large table behind; give most of it back once it is mostly empty.
    if (before != keys_.size() && keys_.bucket_count() > 4096 &&
        keys_.size() * 4 < keys_.bucket_count())
        keys_.rehash(keys_.size());
}

void StatusCache::revert_to(std::uint64_t sequence) {
    const std::lock_guard lock(mutex_);
    while (!rows_.empty() && rows_.back().sequence > sequence) {
        keys_.erase(rows_.back().key);
        rows_.pop_back();
    }
}

std::size_t StatusCache::size() const {
    const std::lock_guard lock(mutex_);
    return keys_.size();
}

}  // namespace orrery::bank

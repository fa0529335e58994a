#include "devnet/bank/status_cache.hpp"

#include <mutex>

namespace orrery::bank {

StatusCache::Key StatusCache::key_of(const Hash& hash) {
    return {load_le<std::uint64_t>(hash.bytes.data()),
            load_le<std::uint64_t>(hash.bytes.data() + 8)};
}

bool StatusCache::contains(const Hash& message_hash) const {
    const std::shared_lock lock(mutex_);
    return keys_.contains(key_of(message_hash));
}

void StatusCache::insert(const Hash& message_hash, std::uint64_t height, std::uint64_t sequence) {
    const std::unique_lock lock(mutex_);
    const auto key = key_of(message_hash);
    if (keys_.insert(key).second) rows_.push_back({height, sequence, key});
}

void StatusCache::expire_below(std::uint64_t height) {
    const std::unique_lock lock(mutex_);
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
    const std::unique_lock lock(mutex_);
    while (!rows_.empty() && rows_.back().sequence > sequence) {
        keys_.erase(rows_.back().key);
        rows_.pop_back();
    }
}

std::size_t StatusCache::size() const {
    const std::shared_lock lock(mutex_);
    return keys_.size();
}

}  // namespace orrery::bank

#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <optional>
#include <shared_mutex>
#include <vector>

#include "sdk/types/amounts.hpp"
#include "sdk/types/key.hpp"

namespace orrery::bank {

/// A slot that has a hash: closed, perhaps empty.
struct HashedSlot {
    Slot slot;
    Hash hash;
    std::uint64_t height = 0;  ///< block height: how many slots had a hash before it
};

/// The newest slot hashes, which are the blockhashes that transactions may name. One thread writes,
/// any thread reads.
class BlockhashQueue {
  public:
    /// A hash stays valid for `max_age` further slots that have a hash.
    explicit BlockhashQueue(std::uint64_t max_age) : max_age_(max_age) {}

    void push(const HashedSlot& slot);
    /// Forgets everything above `height`; hashes that had left by age come back where still kept.
    void revert_to(std::uint64_t height);
    /// Keeps what was valid at this height, for a revert; nothing = no snapshot.
    void keep_from(std::optional<std::uint64_t> height);

    bool is_recent(const Hash& hash) const;
    /// As `is_recent`, without a lock: the writing thread only.
    bool writer_is_recent(const Hash& hash) const;
    std::optional<HashedSlot> find(const Hash& hash) const;
    std::optional<HashedSlot> find(Slot slot) const;
    HashedSlot newest() const;
    std::uint64_t max_age() const { return max_age_; }
    /// The newest `count` slots, newest first.
    std::vector<HashedSlot> newest(std::size_t count) const;

  private:
    void trim();

    std::uint64_t max_age_;
    mutable std::shared_mutex mutex_;
    std::deque<HashedSlot> slots_;  ///< oldest first
    boost::unordered_flat_map<Hash, std::uint64_t, KeyHasher> heights_;
    std::optional<std::uint64_t> keep_from_;
};

}  // namespace orrery::bank

#pragma once

#include <array>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <deque>
#include <optional>
#include <shared_mutex>

#include "sdk/types/key.hpp"

namespace orrery::bank {

/// The messages processed while their blockhash can still be valid: what makes a second try
/// AlreadyProcessed. Keys are the first 16 bytes of message hashes, which cover the blockhash. One
/// thread writes, any thread reads.
class StatusCache {
  public:
    bool contains(const Hash& message_hash) const;

    /// `height`: block height of the slot that processes it; never decreases but by revert_to.
    void insert(const Hash& message_hash, std::uint64_t height, std::uint64_t sequence);
    /// Forgets messages of slots below `height`.
    void expire_below(std::uint64_t height);
    /// Forgets messages inserted after entry `sequence`.
    void revert_to(std::uint64_t sequence);
    std::size_t size() const;

  private:
    using Key = std::array<std::uint64_t, 2>;
    struct KeyHash {
        using is_avalanching = void;
        std::size_t operator()(const Key& key) const noexcept { return key[0]; }
    };
    struct Row {
        std::uint64_t height;
        std::uint64_t sequence;
        Key key;
    };
    static Key key_of(const Hash& hash);

    mutable std::shared_mutex mutex_;
    boost::unordered_flat_set<Key, KeyHash> keys_;
    std::deque<Row> rows_;  ///< in order of insertion
};

}  // namespace orrery::bank

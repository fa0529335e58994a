#pragma once

#include <array>
#include <boost/container/deque.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <mutex>
#include <optional>

#include "sdk/crypto/table_hash.hpp"

namespace orrery::bank {

/// Names a message among those of one chain: a digest under a key that derives from the chain's
/// seed.
using MessageKey = crypto::TableDigest;

/// The messages processed while their blockhash can still be valid: what makes a second try
/// AlreadyProcessed. One thread writes, any thread reads.
class StatusCache {
  public:
    /// `seed`: the genesis', which nobody outside knows.
    explicit StatusCache(const std::array<std::uint8_t, 32>& seed);

    /// The key of a message by the bytes that its signatures cover. Any thread.
    MessageKey key_of(ByteSpan signed_bytes) const;
    bool contains(const MessageKey& message) const;
    /// As `contains`, without a lock: the writing thread only.
    bool writer_contains(const MessageKey& message) const { return keys_.contains(message); }

    /// `height`: block height of the slot that processes it; never decreases but by revert_to.
    void insert(const MessageKey& message, std::uint64_t height, std::uint64_t sequence);
    /// Forgets messages of slots below `height`.
    void expire_below(std::uint64_t height);
    /// Forgets messages inserted after entry `sequence`.
    void revert_to(std::uint64_t sequence);
    std::size_t size() const;

  private:
    struct KeyHash {
        using is_avalanching = void;
        std::size_t operator()(const MessageKey& key) const noexcept { return key[0]; }
    };
    struct Row {
        std::uint64_t height;
        std::uint64_t sequence;
        MessageKey key;
    };

    crypto::TableHash hash_;
    mutable std::mutex mutex_;
    boost::unordered_flat_set<MessageKey, KeyHash> keys_;
    /// In order of insertion. The blocks are so large that each goes back to the system when a
    /// burst is forgotten; small ones would lie between what lives on.
    using Blocks = boost::container::deque_options<boost::container::block_size<16'384U>>::type;
    boost::container::deque<Row, void, Blocks> rows_;
};

}  // namespace orrery::bank

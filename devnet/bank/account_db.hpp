#pragma once

#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <span>

#include "devnet/svm/state/account_reader.hpp"
#include "devnet/svm/state/outcome.hpp"

namespace orrery::bank {

/// Every account of a chain, newest first: one flat-hash probe finds an account's newest state,
/// from which older ones hang as long as somebody pins them. One thread writes; any thread reads.
///
/// A sequence number counts the writes of whole entries. A pin holds one: reading through it sees
/// the accounts as they were then, for as long as it lives. A snapshot is a pin that can be
/// returned to.
class AccountDb {
  public:
    /// The accounts as of one sequence number. Thread-safe; must not outlive the database.
    class Pin final : public svm::AccountReader {
      public:
        ~Pin() override;
        svm::VersionedAccount get(const Pubkey& key) const override;
        std::uint64_t sequence() const { return sequence_; }

      private:
        friend class AccountDb;
        Pin(const AccountDb& db, std::uint64_t sequence) : db_(db), sequence_(sequence) {}
        const AccountDb& db_;
        std::uint64_t sequence_;
    };

    AccountDb();
    ~AccountDb();
    AccountDb(const AccountDb&) = delete;
    AccountDb& operator=(const AccountDb&) = delete;

    /// The newest state; any thread.
    svm::VersionedAccount get(const Pubkey& key) const;
    /// Pins the newest state; O(1), any thread.
    std::shared_ptr<const Pin> pin() const;
    std::uint64_t sequence() const { return sequence_.load(std::memory_order_acquire); }
    /// Accounts that exist now.
    std::size_t size() const { return alive_.load(std::memory_order_relaxed); }

    /// Visits the accounts that `owner` owns at `pin`, in no particular order; any thread.
    void for_each_owned(const Pubkey& owner, const Pin& pin,
                        const std::function<void(const Pubkey&, const AccountRef&)>& visit) const;
    /// Visits every account at `pin`, deleted ones that have a version included.
    void for_each(
        const Pin& pin,
        const std::function<void(const Pubkey&, const svm::VersionedAccount&)>& visit) const;

    // The writing thread only:

    /// Reads without locks: sound because no other thread writes.
    const svm::AccountReader& writer_view() const { return writer_view_; }
    /// Puts an account where none is, before the chain runs: genesis, or a ledger's cache.
    void restore(const Pubkey& key, const svm::VersionedAccount& account);
    /// Applies the writes of one entry under the next sequence number, which is returned. Each adds
    /// one to its account's version.
    std::uint64_t apply(std::span<const svm::AccountWrite> writes);
    /// Marks the present state so that `revert` can return to it; O(1). Marks nest.
    std::shared_ptr<const Pin> snapshot();
    /// Returns to a mark in time proportional to the accounts written since; later marks are void.
    /// The mark itself stays. Gives what each of those accounts is again; version 0: never seen.
    std::vector<std::pair<Pubkey, svm::VersionedAccount>> revert(
        const std::shared_ptr<const Pin>& mark);
    /// Gives a mark up; the journal shrinks when it was the oldest.
    void forget(const std::shared_ptr<const Pin>& mark);

  private:
    struct Link {
        std::uint64_t sequence;
        std::uint64_t version;
        AccountRef account;
        std::unique_ptr<Link> older;
    };
    struct Shard {
        mutable std::mutex mutex;
        boost::unordered_flat_map<Pubkey, Link, KeyHasher> newest;
    };
    struct OwnerShard {
        mutable std::mutex mutex;
        mutable boost::unordered_flat_map<Pubkey, boost::unordered_flat_set<Pubkey, KeyHasher>,
                                          KeyHasher>
            keys;
    };
    struct WriterView final : svm::AccountReader {
        explicit WriterView(const AccountDb& owner) : db(owner) {}
        svm::VersionedAccount get(const Pubkey& key) const override;
        const AccountDb& db;
    };
    struct Written {
        std::uint64_t sequence;
        Pubkey key;
    };

    static constexpr std::size_t shard_count = 64;
    Shard& shard(const Pubkey& key) const { return shards_[key.bytes[7] % shard_count]; }
    svm::VersionedAccount get_at(const Pubkey& key, std::uint64_t sequence) const;
    void write(std::uint64_t sequence, const svm::AccountWrite& write);
    /// False when the account is there already.
    bool restore_link(const Pubkey& key, std::uint64_t sequence);
    void index_owner(const Pubkey& key, const AccountRef& before, const AccountRef& after) {
        if (!before || !after || before->owner != after->owner) change_owner(key, before, after);
    }
    void change_owner(const Pubkey& key, const AccountRef& before, const AccountRef& after);
    std::shared_ptr<const Pin> make_pin(std::uint64_t sequence) const;
    void unpin(std::uint64_t sequence) const;

    mutable std::array<Shard, shard_count> shards_;
    OwnerShard owners_;
    WriterView writer_view_{*this};
    std::atomic<std::uint64_t> sequence_{0};
    std::atomic<std::size_t> alive_{0};

    /// Keeps a pin from being made between two writes of one entry, or amid a revert.
    mutable std::mutex order_mutex_;
    mutable std::mutex pins_mutex_;
    mutable std::multiset<std::uint64_t> pins_;
    // Of all pins: the oldest decides which links go, the newest whether a new link is needed.
    mutable std::atomic<std::uint64_t> oldest_pin_{UINT64_MAX};
    mutable std::atomic<std::uint64_t> newest_pin_{0};
    mutable std::atomic<bool> pinned_{false};

    std::deque<Written> journal_;                   ///< writes since the oldest mark
    std::deque<std::shared_ptr<const Pin>> marks_;  ///< oldest first
};

}  // namespace orrery::bank

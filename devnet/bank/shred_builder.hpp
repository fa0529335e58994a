#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <vector>

#include "devnet/bank/bank.hpp"
#include "devnet/shred/shred.hpp"

namespace orrery::bank {

/// Collects applied entries into one shred: the accounts they accessed, their effects and receipts.
/// The sealer makes shreds with it, a replay checks them. Touches only its arguments: any thread.
class ShredBuilder {
  public:
    struct Place {
        Hash genesis_hash;
        Hash prev_shred_hash;
        Slot slot;
        std::uint32_t index = 0;
    };
    explicit ShredBuilder(const Place& place) : place_(place) {}

    /// `transaction` is null for entries of other kinds; `outcome` needs only to live for the call.
    void add(const shred::Entry& entry, const tx::Transaction* transaction,
             const svm::TxOutcome& outcome);
    void add(const AppliedEntry& applied);

    /// A hook: no entry, it follows from the transaction before it. Its receipt and what it
    /// accessed count.
    void add_hook(const Txid& id, const svm::TxOutcome& outcome);

    bool empty() const { return entries_.empty(); }
    std::size_t transactions() const { return transactions_; }
    /// Whether the last entry is a SlotClose.
    bool ends_slot() const { return ends_slot_; }
    const Place& place() const { return place_; }

    /// The shred of everything added, without its signature.
    shred::Shred build() const;

    /// An account the shred wrote, with its version at the end.
    struct Update {
        Pubkey key;
        svm::VersionedAccount account;
    };
    std::vector<Update> updates() const;

  private:
    struct Access {
        std::uint64_t read_version;
        std::uint64_t write_version;
        AccountRef written;
    };

    Place place_;
    std::vector<shred::Entry> entries_;
    std::vector<Hash> receipts_;
    boost::unordered_flat_map<Pubkey, Access, KeyHasher> accesses_;
    Hash outbox_root_;
    std::size_t transactions_ = 0;
    bool ends_slot_ = false;
};

}  // namespace orrery::bank

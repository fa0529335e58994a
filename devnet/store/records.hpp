#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sdk/types/account.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::store {

/// A record's place in the ledger's one sequence: genesis 0, then shreds and rewinds. Never reused.
using Seq = std::uint64_t;

/// An account as of some record. Null `account` = deleted; the version survives.
struct AccountUpdate {
    Pubkey key;
    std::uint64_t version = 0;
    AccountRef account;
};

/// What a ledger begins with. Stored whole; nothing of it is ever recomputed.
struct GenesisRecord {
    Hash genesis_hash;
    Bytes seed;
    /// Settings by name, in the order to keep. Opaque here.
    std::vector<std::pair<std::string, std::string>> configuration;
    std::vector<AccountUpdate> accounts;
};

/// A transaction of a shred, as it is stored.
struct TransactionRecord {
    Txid id;
    std::uint32_t wire_offset = 0;  ///< of the wire bytes in the shred's bytes
    std::uint32_t wire_length = 0;
    /// The wire bytes of a hook, which no shred has: it follows from the transaction before it.
    /// Null for others.
    std::shared_ptr<const Bytes> hook_wire{};
    Bytes meta;                     ///< encode_meta's
    std::vector<Pubkey> addresses;  ///< all account keys, loaded ones too: what it is found by
};

/// What the last shred of a slot makes known of the slot.
struct BlockRecord {
    Slot parent_slot;
    std::uint64_t height = 0;  ///< slots that have a hash, up to this one
    Hash blockhash;
    Hash previous_blockhash;
    Lamports fees;              ///< credited to the sequencer's identity by the slot's close
    Lamports identity_balance;  ///< that account's, afterwards
    bool operator==(const BlockRecord&) const = default;
};

/// A shred to append. Transactions are those of `bytes`, in its order.
struct ShredRecord {
    std::shared_ptr<const Bytes> bytes;
    Hash hash;
    Slot slot;
    std::uint32_t index = 0;           ///< in its slot, from 0
    std::int64_t unix_timestamp = 0;   ///< the slot's, in seconds
    std::optional<BlockRecord> block;  ///< set exactly in the slot's last shred
    Bytes state;                       ///< the chain's, after it, besides accounts; opaque here
    std::vector<TransactionRecord> transactions;
    std::vector<AccountUpdate> accounts;  ///< final values of the accounts it wrote
};

/// A shred as read back.
struct StoredShred {
    Seq seq = 0;
    Hash hash;
    Slot slot;
    std::uint32_t index = 0;
    bool last_in_slot = false;
    std::int64_t unix_timestamp = 0;
    Bytes bytes;
    Bytes state;
};

/// A transaction as read back.
struct StoredTransaction {
    Txid id;
    Slot slot;
    std::uint32_t index = 0;          ///< in its slot, from 0
    std::int64_t unix_timestamp = 0;  ///< its slot's, in seconds
    Bytes wire;
    Bytes meta;  ///< for decode_meta
};

/// A closed slot.
struct BlockInfo {
    Slot slot;
    BlockRecord record;
    std::int64_t unix_timestamp = 0;
    Seq first_seq = 0;  ///< its shreds lie in [first_seq, last_seq]; the range may hold
    Seq last_seq = 0;   ///< dead records too
    std::uint64_t transaction_count = 0;
    bool operator==(const BlockInfo&) const = default;
};

/// Where a chain stands.
struct Tip {
    Seq last_seq = 0;                     ///< newest record, be it shred, rewind or genesis
    Hash last_shred_hash;                 ///< of the newest live shred; the genesis hash if none
    std::optional<Slot> slot;             ///< of the newest live shred
    std::uint32_t shred_index = 0;        ///< its index in the slot
    bool slot_closed = true;              ///< whether it closed its slot
    std::uint64_t transaction_count = 0;  ///< of the chain
    bool operator==(const Tip&) const = default;
};

}  // namespace orrery::store

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "sdk/codec/writer.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/result.hpp"

namespace orrery::shred {

/// What an entry is, as it stands on the wire (solayer-chain.md 7, "Shreds and entries").
enum class EntryKind : std::uint8_t {
    transaction = 0,
    slot_open = 1,
    slot_close = 2,
    cheat = 3,          ///< SetAccount, Warp
    relay = 4,          ///< reserved: no layer produces it yet
    claim = 5,          ///< reserved
    refund = 6,         ///< reserved
    edge_receipts = 7,  ///< reserved
    forced_invalid = 8,
};
constexpr std::size_t entry_kinds = 9;

/// A transaction's wire bytes, shared with the tx::Transaction they came from. Never null.
struct TransactionEntry {
    std::shared_ptr<const Bytes> wire;
};

/// Begins a slot: everything the runtime knows of time comes from here.
struct SlotOpen {
    Slot slot;
    Slot parent_slot;                 ///< the last slot that has a hash
    std::int64_t unix_timestamp = 0;  ///< seconds: wall time plus warp offset
    Hash parent_hash;                 ///< slot hash of parent_slot; the genesis hash for the first
    bool operator==(const SlotOpen&) const = default;
};

/// Lamports that a slot's close gives to an account.
struct SlotCredit {
    Pubkey key;
    Lamports lamports;
    bool operator==(const SlotCredit&) const = default;
};

/// Ends a slot and settles what its transactions left over. All values are recomputed on replay.
struct SlotClose {
    std::uint64_t last_outbox_seq = 0;
    Hash outbox_root;
    Lamports fees;                    ///< credited to the sequencer's identity
    std::vector<SlotCredit> credits;  ///< strictly ascending by key
    bool operator==(const SlotClose&) const = default;
};

/// Cheat op 0: replaces an account's lamports, owner, executable flag and data.
struct SetAccount {
    Pubkey key;
    Lamports lamports;
    Pubkey owner;
    bool executable = false;
    AccountData data;
    bool operator==(const SetAccount&) const = default;
};

/// Cheat op 1: the next slot is `to_slot`; the clock runs `clock_offset` seconds from wall time.
struct Warp {
    Slot to_slot;
    std::int64_t clock_offset = 0;
    bool operator==(const Warp&) const = default;
};

/// A forced transaction that isn't valid: recorded, executes nothing, charges nothing.
struct ForcedInvalid {
    std::uint64_t nonce = 0;
    std::uint32_t error = 0;
    Hash data_hash;  ///< SHA-256 of the transaction data
    bool operator==(const ForcedInvalid&) const = default;
};

/// One atomic step of the chain.
using Entry = std::variant<TransactionEntry, SlotOpen, SlotClose, SetAccount, Warp, ForcedInvalid>;

enum class EntryErrorCode : std::uint8_t {
    unknown_kind,      ///< no kind has this number
    unsupported_kind,  ///< a reserved kind, which this version cannot execute
    unknown_cheat,
    malformed,  ///< the body doesn't have its kind's layout
};

struct EntryError {
    EntryErrorCode code = EntryErrorCode::malformed;
    std::string what;  ///< cause, for people
};

EntryKind kind_of(const Entry& entry);

/// Appends the entry as it stands in a shred: u8 kind, u32 length, body (which must be below 4
/// GiB).
void write_entry(codec::ByteWriter& out, const Entry& entry);

/// Decodes one entry's body, strictly: no trailing bytes, bools 0 or 1, credits sorted.
Result<Entry, EntryError> decode_entry(std::uint8_t kind, ByteSpan body);

/// Where an entry stands in the chain.
struct EntryPlace {
    Slot slot;
    std::uint32_t shred_index = 0;
    std::uint32_t entry_index = 0;  ///< in its shred, from 0
};

/// The id of an entry of kinds 1 to 8: SHA512("solayer-sys-v1" || u64 slot || u32 shred index ||
/// u32 entry index || the entry as written by write_entry). A transaction's id is its first
/// signature.
Txid entry_id(const EntryPlace& place, const Entry& entry);

}  // namespace orrery::shred

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "devnet/shred/entry.hpp"
#include "sdk/crypto/ed25519.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/result.hpp"

namespace orrery::shred {

/// When a shred is closed at the latest (solayer-chain.md 7, "Shreds and entries"). A larger unit
/// is a shred by itself.
constexpr std::size_t max_transactions = 512;
constexpr std::size_t max_size = 1 << 20;  ///< bytes

constexpr std::size_t header_size = 160;
constexpr std::size_t access_size = 48;       ///< bytes of an AccountAccess
constexpr std::size_t entry_header_size = 5;  ///< u8 kind, u32 length
constexpr std::size_t signature_size = 64;

/// What a shred says of itself; counts and lengths follow from the rest.
struct Header {
    Slot slot;
    std::uint32_t index = 0;  ///< from 0 in each slot
    bool last_in_slot = false;
    Hash genesis_hash;
    Hash prev_shred_hash;  ///< the chain; the genesis hash in the first shred
    Hash receipts_root;
    Hash effect_hash;
    bool operator==(const Header&) const = default;
};

/// An account that a shred's entries read or wrote.
struct AccountAccess {
    Pubkey key;
    std::uint64_t read_version = 0;   ///< at first access
    std::uint64_t write_version = 0;  ///< at the end; equal if unwritten
    bool operator==(const AccountAccess&) const = default;
};

/// A decoded shred.
struct Shred {
    Header header;
    std::vector<AccountAccess> accounts;  ///< strictly ascending by key
    std::vector<Entry> entries;           ///< never empty; SlotOpen first in a slot, SlotClose last
    Signature signature;                  ///< the sequencer's, over the shred hash
};

/// A shred's bytes and what the sealing found out on the way. Cheap to copy; immutable.
struct SealedShred {
    std::shared_ptr<const Bytes> bytes;  ///< with the signature
    Hash hash;
    std::vector<std::uint32_t> entry_offsets;  ///< where each entry's body begins in `bytes`
};

enum class ShredErrorCode : std::uint8_t {
    truncated,       ///< shorter than its header says
    trailing_bytes,  ///< longer than its header says
    bad_magic,
    bad_version,
    bad_flags,          ///< an unknown flag, or the reserved field isn't zero
    unsorted_accounts,  ///< acc[] isn't strictly ascending
    bad_entry,          ///< see `what`
    bad_structure,      ///< no entries, or SlotOpen or SlotClose not where the slot begins or ends
};

struct ShredError {
    ShredErrorCode code = ShredErrorCode::truncated;
    std::string what;  ///< cause, for people
};

/// Lays out and signs a shred. `shred.signature` is not read. Entries, accounts and body must be
/// what decode() accepts: a violation is our own bug and aborts.
SealedShred seal(const Shred& shred, const crypto::Keypair& sequencer);

/// Decodes a shred strictly: every length, order and structure rule of section 7 but the hashes,
/// which need the state, and the signature (see verify_signature).
Result<Shred, ShredError> decode(ByteSpan bytes);

/// SHA-256 of all before the signature: the chain's state identity. `bytes` must have at least
/// header_size + signature_size bytes.
Hash shred_hash(ByteSpan bytes);

/// Whether the sequencer's signature is valid. False for bytes too short for a shred.
bool verify_signature(ByteSpan bytes, const Pubkey& sequencer);

}  // namespace orrery::shred

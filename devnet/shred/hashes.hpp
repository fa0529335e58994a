#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sdk/types/account.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/key.hpp"

namespace orrery::shred {

/// A leaf of the one Merkle tree this chain knows: SHA256(0x00 || bytes).
Hash merkle_leaf(ByteSpan bytes);

/// The root over leaves made by merkle_leaf: node = SHA256(0x01 || left || right), an odd node
/// moves up, no leaf gives 32 zero bytes.
Hash merkle_root(std::vector<Hash> leaves);

/// SHA256(data) up to 4 KiB, else the Merkle root over the 4 KiB chunks.
Hash data_root(const AccountData& data);

/// SHA256("ACC1" || u64 lamports || owner || u8 exec || u64 len || data root); 32 zero bytes for
/// null, the deleted account.
Hash account_hash(const AccountRef& account);

/// An account written in a shred, as the effect hash sees it.
struct Effect {
    Pubkey key;
    std::uint64_t version = 0;  ///< at the end of the shred
    Hash account_hash;
};

/// SHA256("EFX1" || u64 slot || u32 index || outbox_root || SHA256(list)), list = key || u64
/// version
/// || account hash of each effect, which are sorted by key. `outbox_root` is the SlotClose's, zeros
/// in every other shred.
Hash effect_hash(Slot slot, std::uint32_t index, const Hash& outbox_root,
                 std::span<const Effect> effects);

/// The hash, and so the blockhash, of a slot that has shreds:
/// SHA256("SLT1" || parent slot hash || hash of the slot's last shred || u64 signature count).
Hash slot_hash(const Hash& parent, const Hash& last_shred_hash, std::uint64_t signature_count);

/// The hash of a slot without a shred: SHA256("SLT0" || parent slot hash || u64 slot).
Hash empty_slot_hash(const Hash& parent, Slot slot);

/// The hash after the run of empty slots [first, end), starting from the hash before it. `visit`,
/// called as visit(Slot, const Hash&), sees each slot's hash in order.
template <class Visit>
Hash fold_empty_slots(Hash parent, Slot first, Slot end, Visit&& visit) {
    for (auto slot = first; slot < end; ++slot.value) {
        parent = empty_slot_hash(parent, slot);
        visit(slot, parent);
    }
    return parent;
}

/// As above, for whom the hash at the end is enough.
inline Hash fold_empty_slots(const Hash& parent, Slot first, Slot end) {
    return fold_empty_slots(parent, first, end, [](Slot, const Hash&) {});
}

}  // namespace orrery::shred

#include "devnet/shred/hashes.hpp"

#include <array>
#include <cstring>

#include "sdk/codec/writer.hpp"
#include "sdk/crypto/sha256.hpp"

namespace orrery::shred {
namespace {

Hash merkle_node(const Hash& left, const Hash& right) {
    std::array<std::uint8_t, 65> bytes;
    bytes[0] = 0x01;
    std::memcpy(bytes.data() + 1, left.bytes.data(), 32);
    std::memcpy(bytes.data() + 33, right.bytes.data(), 32);
    return crypto::sha256(bytes);
}

Hash hash_list(std::span<const Effect> effects) {
    codec::ByteWriter list;
    list.reserve(effects.size() * 72);
    for (const auto& effect : effects)
        list.key(effect.key).u64(effect.version).key(effect.account_hash);
    return crypto::sha256(list.span());
}

}  // namespace

Hash merkle_leaf(ByteSpan bytes) {
    const std::uint8_t prefix = 0x00;
    return crypto::Sha256().update({&prefix, 1}).update(bytes).finish();
}

Hash merkle_root(std::vector<Hash> nodes) {
    if (nodes.empty()) return {};
    while (nodes.size() > 1) {
        const std::size_t pairs = nodes.size() / 2;
        for (std::size_t i = 0; i < pairs; ++i)
            nodes[i] = merkle_node(nodes[2 * i], nodes[2 * i + 1]);
        const bool odd = nodes.size() % 2 != 0;
        if (odd) nodes[pairs] = nodes.back();
        nodes.resize(pairs + (odd ? 1 : 0));
    }
    return nodes.front();
}

Hash data_root(const AccountData& data) {
    if (const auto block = data.block()) return crypto::sha256(*block);
    std::vector<Hash> leaves;
    leaves.reserve(data.chunks().size());
    for (const auto& chunk : data.chunks()) leaves.push_back(merkle_leaf(*chunk));
    return merkle_root(std::move(leaves));
}

Hash account_hash(const AccountRef& account) {
    if (!account) return {};
    codec::ByteWriter out;
    out.reserve(85);
    out.bytes(as_bytes("ACC1")).u64(account->lamports.value).key(account->owner);
    out.boolean(account->executable).u64(account->data.size()).key(data_root(account->data));
    return crypto::sha256(out.span());
}

Hash effect_hash(Slot slot, std::uint32_t index, const Hash& outbox_root,
                 std::span<const Effect> effects) {
    codec::ByteWriter out;
    out.reserve(80);
    out.bytes(as_bytes("EFX1")).u64(slot.value).u32(index).key(outbox_root);
    out.key(hash_list(effects));
    return crypto::sha256(out.span());
}

Hash slot_hash(const Hash& parent, const Hash& last_shred_hash, std::uint64_t signature_count) {
    codec::ByteWriter out;
    out.reserve(76);
    out.bytes(as_bytes("SLT1")).key(parent).key(last_shred_hash).u64(signature_count);
    return crypto::sha256(out.span());
}

Hash empty_slot_hash(const Hash& parent, Slot slot) {
    // On the stack: a run of a million empty slots is folded at once.
    std::array<std::uint8_t, 4 + 32 + 8> bytes{'S', 'L', 'T', '0'};
    std::memcpy(bytes.data() + 4, parent.bytes.data(), 32);
    store_le(bytes.data() + 36, slot.value);
    return crypto::sha256(bytes);
}

}  // namespace orrery::shred

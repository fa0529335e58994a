#include "sdk/tx/write_access.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "sdk/types/ids.hpp"

namespace orrery::tx {
namespace {

constexpr std::array keys = {
    // programs
    ids::address_lookup_table,
    ids::loader_v1,
    ids::loader_v2,
    ids::loader_v3,
    ids::compute_budget,
    ids::config,
    ids::ed25519_precompile,
    ids::feature,
    ids::hooks,
    ids::loader_v4,
    ids::secp256k1_precompile,
    ids::secp256r1_precompile,
    ids::stake_config,
    ids::stake,
    ids::system,
    ids::vote,
    ids::zk_elgamal_proof,
    ids::zk_token_proof,
    // sysvars
    ids::clock,
    ids::epoch_rewards,
    ids::epoch_schedule,
    ids::fees,
    ids::instructions,
    ids::last_restart_slot,
    ids::msg_ctx,
    ids::recent_blockhashes,
    ids::rent,
    ids::rewards,
    ids::slot_hashes,
    ids::slot_history,
    ids::stake_history,
    // owners
    ids::native_loader,
    ids::sysvar_owner,
};

constexpr std::size_t slot_count = 128;  // a power of two, four times the keys

constexpr std::size_t slot_of(const Pubkey& key) {
    std::array<std::uint8_t, 8> head;
    std::copy_n(key.bytes.begin(), head.size(), head.begin());
    return (std::bit_cast<std::uint64_t>(head) * 0x9e37'79b9'7f4a'7c15u) >>
           57;  // slot_count values
}

// Open addressing: index plus one, 0 is empty. Almost every key ends at an empty first slot.
consteval std::array<std::uint8_t, slot_count> make_slots() {
    std::array<std::uint8_t, slot_count> slots{};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto at = slot_of(keys[i]);
        while (slots[at] != 0) at = (at + 1) % slot_count;
        slots[at] = static_cast<std::uint8_t>(i + 1);
    }
    return slots;
}

constexpr auto slots = make_slots();

bool asks_to_write(const Message& message, std::size_t index, std::size_t loaded_writable) {
    const auto statics = message.static_keys.size();
    return index < statics ? message.is_static_writable(index) : index - statics < loaded_writable;
}

bool is_invoked(const Message& message, std::size_t index) {
    return std::any_of(message.instructions.begin(), message.instructions.end(),
                       [&](const auto& instruction) { return instruction.program_index == index; });
}

}  // namespace

bool is_reserved(const Pubkey& key) {
    for (auto at = slot_of(key); slots[at] != 0; at = (at + 1) % slot_count)
        if (keys[slots[at] - 1u] == key) return true;
    return false;
}

std::span<const Pubkey> reserved_keys() { return keys; }

bool may_write(const Message& message, const IndexedKey& account, std::size_t loaded_writable,
               bool names_loader) {
    return asks_to_write(message, account.index, loaded_writable) && !is_reserved(account.key) &&
           (names_loader || !is_invoked(message, account.index));
}

}  // namespace orrery::tx

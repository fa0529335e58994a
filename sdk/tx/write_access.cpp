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

constexpr std::size_t few_instructions = 8;  // no slower to look through than to look up

}  // namespace

bool is_reserved(const Pubkey& key) {
    for (auto at = slot_of(key); slots[at] != 0; at = (at + 1) % slot_count)
        if (keys[slots[at] - 1u] == key) return true;
    return false;
}

std::span<const Pubkey> reserved_keys() { return keys; }

WriteAccess::WriteAccess(const Message& message, std::size_t loaded_writable, bool names_loader)
    : message_(message), loaded_writable_(loaded_writable), names_loader_(names_loader) {
    if (names_loader || message.instructions.size() <= few_instructions) return;
    invoked_.resize(message.static_keys.size());
    for (const auto& instruction : message.instructions)
        if (instruction.program_index < invoked_.size()) invoked_[instruction.program_index] = true;
}

bool WriteAccess::asks_to_write_programs(const Message& message) {
    return std::any_of(message.instructions.begin(), message.instructions.end(),
                       [&](const auto& instruction) {
                           return message.is_static_writable(instruction.program_index);
                       });
}

bool WriteAccess::asks_to_write(std::size_t index) const {
    const auto statics = message_.static_keys.size();
    return index < statics ? message_.is_static_writable(index)
                           : index - statics < loaded_writable_;
}

bool WriteAccess::is_invoked(std::size_t index) const {
    if (!invoked_.empty()) return index < invoked_.size() && invoked_[index];
    return std::any_of(message_.instructions.begin(), message_.instructions.end(),
                       [&](const auto& instruction) { return instruction.program_index == index; });
}

bool WriteAccess::may_write(const IndexedKey& account) const {
    return asks_to_write(account.index) && !is_reserved(account.key) &&
           (names_loader_ || !is_invoked(account.index));
}

}  // namespace orrery::tx

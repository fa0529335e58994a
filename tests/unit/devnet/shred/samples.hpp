#pragma once

#include "devnet/shred/shred.hpp"

// The samples that the golden values of these tests were computed from, by a script that knows
// nothing of our code.
namespace orrery::shred::samples {

template <class Key>
inline Key key(std::uint8_t byte) {
    Key out;
    out.bytes.fill(byte);
    return out;
}

inline Bytes pattern(std::size_t size) {
    Bytes out(size);
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
    return out;
}

inline AccountRef account(std::uint64_t lamports, std::size_t data_size) {
    return std::make_shared<const Account>(Account{.lamports = {lamports},
                                                   .owner = key<Pubkey>(9),
                                                   .executable = true,
                                                   .data = AccountData::from(pattern(data_size))});
}

inline TransactionEntry transaction(std::size_t size) {
    return {std::make_shared<const Bytes>(pattern(size))};
}

inline SlotOpen slot_open() {
    return {.slot = {42}, .parent_slot = {40}, .unix_timestamp = -5, .parent_hash = key<Hash>(7)};
}

inline SlotClose slot_close() {
    return {.last_outbox_seq = 1,
            .outbox_root = key<Hash>(6),
            .fees = {5000},
            .credits = {{key<Pubkey>(1), {10}}, {key<Pubkey>(2), {20}}}};
}

inline std::vector<Entry> entries() {
    return {slot_open(),
            transaction(200),
            SetAccount{.key = key<Pubkey>(8),
                       .lamports = {1'000'000'000},
                       .owner = key<Pubkey>(9),
                       .executable = true,
                       .data = AccountData::from(pattern(5000))},
            Warp{.to_slot = {99}, .clock_offset = 3600},
            ForcedInvalid{.nonce = 6, .error = 7, .data_hash = key<Hash>(5)},
            slot_close()};
}

inline Shred shred() {
    return {.header = {.slot = {42},
                       .index = 0,
                       .last_in_slot = true,
                       .genesis_hash = key<Hash>(10),
                       .prev_shred_hash = key<Hash>(11),
                       .receipts_root = key<Hash>(12),
                       .effect_hash = key<Hash>(13)},
            .accounts = {{key<Pubkey>(1), 1, 2}, {key<Pubkey>(2), 0, 0}},
            .entries = entries(),
            .signature = {}};
}

inline crypto::Keypair sequencer() {
    std::array<std::uint8_t, 32> seed;
    for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(i);
    return crypto::Keypair::from_seed(crypto::Seed{seed});
}

}  // namespace orrery::shred::samples

#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sdk/types/key.hpp"

namespace orrery {

/// Decodes a base58 address at compile time; a wrong literal does not compile.
consteval Pubkey operator""_key(const char* text, std::size_t length) {
    constexpr std::string_view alphabet =
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    Pubkey out;
    for (std::size_t i = 0; i < length; ++i) {
        const auto digit = alphabet.find(text[i]);
        if (digit == std::string_view::npos) throw "not a base58 digit";
        std::uint32_t carry = static_cast<std::uint32_t>(digit);
        for (std::size_t j = 32; j-- > 0;) {
            carry += 58u * out.bytes[j];
            out.bytes[j] = static_cast<std::uint8_t>(carry & 0xff);
            carry >>= 8;
        }
        if (carry != 0) throw "longer than 32 bytes";
    }
    return out;
}

/// Addresses that Solana and Solayer Chain fix.
namespace ids {
inline constexpr Pubkey system = "11111111111111111111111111111111"_key;
inline constexpr Pubkey compute_budget = "ComputeBudget111111111111111111111111111111"_key;
inline constexpr Pubkey address_lookup_table = "AddressLookupTab1e1111111111111111111111111"_key;
inline constexpr Pubkey native_loader = "NativeLoader1111111111111111111111111111111"_key;
inline constexpr Pubkey loader_v1 = "BPFLoader1111111111111111111111111111111111"_key;
inline constexpr Pubkey loader_v2 = "BPFLoader2111111111111111111111111111111111"_key;
inline constexpr Pubkey loader_v3 = "BPFLoaderUpgradeab1e11111111111111111111111"_key;
inline constexpr Pubkey loader_v4 = "LoaderV411111111111111111111111111111111111"_key;
inline constexpr Pubkey vote = "Vote111111111111111111111111111111111111111"_key;
inline constexpr Pubkey stake = "Stake11111111111111111111111111111111111111"_key;
inline constexpr Pubkey stake_config = "StakeConfig11111111111111111111111111111111"_key;
inline constexpr Pubkey config = "Config1111111111111111111111111111111111111"_key;
inline constexpr Pubkey feature = "Feature111111111111111111111111111111111111"_key;
inline constexpr Pubkey zk_elgamal_proof = "ZkE1Gama1Proof11111111111111111111111111111"_key;
inline constexpr Pubkey zk_token_proof = "ZkTokenProof1111111111111111111111111111111"_key;
inline constexpr Pubkey ed25519_precompile = "Ed25519SigVerify111111111111111111111111111"_key;
inline constexpr Pubkey secp256k1_precompile = "KeccakSecp256k11111111111111111111111111111"_key;
inline constexpr Pubkey secp256r1_precompile = "Secp256r1SigVerify1111111111111111111111111"_key;
inline constexpr Pubkey incinerator = "1nc1nerator11111111111111111111111111111111"_key;

inline constexpr Pubkey spl_token = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"_key;
inline constexpr Pubkey spl_token_2022 = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"_key;
inline constexpr Pubkey spl_associated_token = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL"_key;
inline constexpr Pubkey spl_memo_v1 = "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo"_key;
inline constexpr Pubkey spl_memo = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"_key;

// Solayer Chain's own
inline constexpr Pubkey hooks = "Hooks11111111111111111111111111111111111111"_key;

inline constexpr Pubkey sysvar_owner = "Sysvar1111111111111111111111111111111111111"_key;
inline constexpr Pubkey clock = "SysvarC1ock11111111111111111111111111111111"_key;
inline constexpr Pubkey epoch_rewards = "SysvarEpochRewards1111111111111111111111111"_key;
inline constexpr Pubkey epoch_schedule = "SysvarEpochSchedu1e111111111111111111111111"_key;
inline constexpr Pubkey fees = "SysvarFees111111111111111111111111111111111"_key;
inline constexpr Pubkey instructions = "Sysvar1nstructions1111111111111111111111111"_key;
inline constexpr Pubkey last_restart_slot = "SysvarLastRestartS1ot1111111111111111111111"_key;
inline constexpr Pubkey msg_ctx = "SysvarMsgCtx1111111111111111111111111111111"_key;
inline constexpr Pubkey recent_blockhashes = "SysvarRecentB1ockHashes11111111111111111111"_key;
inline constexpr Pubkey rent = "SysvarRent111111111111111111111111111111111"_key;
inline constexpr Pubkey rewards = "SysvarRewards111111111111111111111111111111"_key;
inline constexpr Pubkey slot_hashes = "SysvarS1otHashes111111111111111111111111111"_key;
inline constexpr Pubkey slot_history = "SysvarS1otHistory11111111111111111111111111"_key;
inline constexpr Pubkey stake_history = "SysvarStakeHistory1111111111111111111111111"_key;
/// Token or Token-2022.
inline bool is_token_program(const Pubkey& key) {
    return key == spl_token || key == spl_token_2022;
}
}  // namespace ids

}  // namespace orrery

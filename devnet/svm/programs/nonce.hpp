#pragma once

#include <cstdint>
#include <optional>

#include "sdk/tx/message.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::programs {

/// What an initialized nonce account holds.
struct NonceData {
    Pubkey authority;
    Hash durable_nonce;  ///< a transaction's lifetime may name it instead of a blockhash
    std::uint64_t lamports_per_signature = 0;
    bool operator==(const NonceData&) const = default;
};

/// A nonce account's state: u32 version, u32 state, then the data when initialized.
struct NonceState {
    static constexpr std::size_t size = 80;  ///< bytes of an initialized one

    bool legacy = false;            ///< version 0, which no transaction can use until upgraded
    std::optional<NonceData> data;  ///< nothing = uninitialized

    /// Nothing when the bytes aren't a nonce state; trailing bytes are ignored.
    static std::optional<NonceState> decode(ByteSpan bytes);
    /// 80 bytes, or 8 when uninitialized.
    Bytes encode() const;
};

/// The durable nonce that follows from a blockhash: sha256("DURABLE_NONCE" || blockhash).
Hash durable_nonce_from(const Hash& blockhash);

/// The data of a nonce account that makes `lifetime` valid: system-owned, of the current version,
/// initialized with exactly that nonce.
std::optional<NonceData> verify_nonce(const Account& account, const Hash& lifetime);

/// The static key index of the nonce account that a message would advance: its first instruction is
/// the system program's AdvanceNonceAccount and names a static account that the header makes
/// writable. The caller still checks that no demotion took the write access away.
std::optional<std::uint16_t> nonce_account_index(const tx::Message& message);

}  // namespace orrery::programs

#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::tx {

/// Wire versions that share one Message. Values are stable: they stand in ledgers.
enum class Version : std::uint8_t { legacy = 0, v0 = 1, v1 = 2, jumbo = 3 };

/// The number by which wires and RPC know a versioned message: 0, 1 (SIMD-0385) or 74 (jumbo).
constexpr std::uint8_t wire_version(Version version) {
    switch (version) {
        case Version::v1:
            return 1;
        case Version::jumbo:
            return 74;
        case Version::legacy:
        case Version::v0:
            break;
    }
    return 0;
}

/// How a signature entry authorises its signer (docs/spec/jumbo.md). Only jumbo transactions may
/// choose; 1 to 3 are reserved.
enum class SignatureScheme : std::uint8_t {
    ed25519 = 0,  ///< over the signed bytes
    session = 1,
    jwt = 2,
    passkey = 3,
    text = 4,  ///< ed25519 over a text that names the signed bytes' hash: any wallet can sign it
};

/// One signature of a transaction, in signer order. `bytes` is borrowed from the wire bytes.
struct SignatureEntry {
    SignatureScheme scheme = SignatureScheme::ed25519;
    ByteSpan bytes;
};

/// An instruction whose program and accounts are indices into the transaction's account keys:
/// static keys, then writable loaded, then read-only loaded.
struct CompiledInstruction {
    std::uint16_t program_index = 0;
    std::span<const std::uint16_t> accounts;  ///< borrowed from Message::index_storage
    ByteSpan data;                            ///< borrowed from the wire bytes
};

/// A v0 message's reference to an address lookup table. Spans are borrowed from the wire bytes.
struct TableLookup {
    Pubkey table;
    ByteSpan writable_indexes;
    ByteSpan readonly_indexes;
};

/// What a v1 or jumbo message asks of the compute budget; unset limits are 0 (SIMD-0385).
struct BudgetRequest {
    std::uint64_t priority_fee = 0;  ///< lamports, for the whole transaction
    std::uint32_t compute_unit_limit = 0;
    std::uint32_t loaded_accounts_data_size = 0;  ///< bytes
    std::uint32_t heap_bytes = 32 * 1024;
    std::uint32_t mask = 0;  ///< which of them the message states, as on the wire
    bool operator==(const BudgetRequest&) const = default;
};

/// A decoded message of any version. Spans point into the wire bytes it was decoded from, which
/// must outlive it; index_storage must not be touched (instruction spans point into it). Move-only.
struct Message {
    Version version = Version::legacy;
    std::uint16_t num_required_signatures = 0;
    std::uint16_t num_readonly_signed = 0;
    std::uint16_t num_readonly_unsigned = 0;
    std::span<const Pubkey> static_keys;  ///< borrowed from the wire bytes
    Hash lifetime;                        ///< recent blockhash, or a durable nonce
    boost::container::small_vector<CompiledInstruction, 2> instructions;
    std::vector<TableLookup> lookups;  ///< only of v0
    BudgetRequest budget;              ///< only of v1 and jumbo
    ByteSpan signed_bytes;             ///< what signatures cover; borrowed
    std::vector<std::uint16_t> index_storage;

    Message() = default;
    Message(Message&&) = default;
    Message& operator=(Message&&) = default;
    Message(const Message&) = delete;
    Message& operator=(const Message&) = delete;

    /// Whether the message states its budget itself: ComputeBudget instructions then do nothing.
    bool has_budget() const { return version == Version::v1 || version == Version::jumbo; }
    bool is_signer(std::size_t index) const { return index < num_required_signatures; }
    /// Whether the header asks for write access to static key `index`; reserved keys and invoked
    /// programs are demoted later, by the runtime.
    bool is_static_writable(std::size_t index) const {
        if (index < num_required_signatures)
            return index < std::size_t{num_required_signatures} - num_readonly_signed;
        return index < static_keys.size() - num_readonly_unsigned;
    }
    /// Keys that lookups add: writable first.
    std::size_t num_loaded_writable() const {
        std::size_t n = 0;
        for (const auto& l : lookups) n += l.writable_indexes.size();
        return n;
    }
    std::size_t num_loaded_readonly() const {
        std::size_t n = 0;
        for (const auto& l : lookups) n += l.readonly_indexes.size();
        return n;
    }
    std::size_t num_keys() const {
        return static_keys.size() + num_loaded_writable() + num_loaded_readonly();
    }
};

}  // namespace orrery::tx

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sdk/tx/message.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

/// Solana's version 1 (SIMD-0385), for those who build transactions. Decoding is `decode` of
/// sdk/tx/transaction.hpp, as for every version.
namespace orrery::tx {

/// The first byte of a v1 transaction.
constexpr std::uint8_t v1_first_byte = 0x81;

/// Limits of a v1 transaction (SIMD-0385, "Transaction Constraints").
constexpr std::size_t max_v1_size = 4096;  ///< wire bytes
constexpr std::size_t max_v1_addresses = 64;
constexpr std::size_t max_v1_instructions = 64;
constexpr std::size_t max_v1_signatures = 12;

struct V1Instruction {
    std::uint8_t program = 0;            ///< index into the addresses
    std::vector<std::uint8_t> accounts;  ///< indices into the addresses, at most 255
    Bytes data;                          ///< at most 65,535 bytes
    bool operator==(const V1Instruction&) const = default;
};

/// A v1 message in parts, as its fields stand on the wire. Nothing is checked or put in order.
struct V1Message {
    std::uint8_t num_required_signatures = 0;
    std::uint8_t num_readonly_signed = 0;
    std::uint8_t num_readonly_unsigned = 0;
    std::vector<Pubkey> addresses;              ///< at most 255
    std::optional<std::uint64_t> priority_fee;  ///< lamports, for the whole transaction
    std::optional<std::uint32_t> compute_unit_limit;
    std::optional<std::uint32_t> loaded_accounts_data_size;  ///< bytes
    std::optional<std::uint32_t> heap_bytes;
    Hash lifetime;
    std::vector<V1Instruction> instructions;  ///< at most 255
    bool operator==(const V1Message&) const = default;
};

/// The signed bytes: everything but the signatures.
Bytes encode(const V1Message& message);

/// The parts of a decoded v1 message. `encode` gives its signed bytes again if it is sound.
V1Message v1_parts(const Message& message);

/// The wire bytes: one ed25519 signature per signer, in their order.
Bytes v1_wire(ByteSpan signed_bytes, std::span<const Signature> signatures);

}  // namespace orrery::tx

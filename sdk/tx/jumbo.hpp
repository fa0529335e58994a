#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sdk/tx/message.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

/// The jumbo format, version 74 (docs/spec/jumbo.md), for those who build transactions. Decoding
/// is `decode` of sdk/tx/transaction.hpp, as for every version.
namespace orrery::tx {

/// The first byte of a jumbo transaction.
constexpr std::uint8_t jumbo_first_byte = 0x80 | 74;

struct JumboInstruction {
    std::uint16_t program = 0;            ///< index into the addresses
    std::vector<std::uint16_t> accounts;  ///< indices into the addresses
    Bytes data;
    bool operator==(const JumboInstruction&) const = default;
};

/// A jumbo message in parts, as its fields stand on the wire. Nothing is checked or put in order:
/// JumboBuilder makes sound messages, tests make others.
struct JumboMessage {
    std::uint8_t num_required_signatures = 0;
    std::uint8_t num_readonly_signed = 0;
    bool has_schemes = false;  ///< whether each signature names its scheme (flags bit 0)
    std::uint16_t num_readonly_unsigned = 0;
    std::vector<Pubkey> addresses;
    std::optional<std::uint64_t> priority_fee;  ///< lamports, for the whole transaction
    std::optional<std::uint32_t> compute_unit_limit;
    std::optional<std::uint32_t> loaded_accounts_data_size;  ///< bytes
    std::optional<std::uint32_t> heap_bytes;
    Hash lifetime;
    std::vector<JumboInstruction> instructions;
    bool operator==(const JumboMessage&) const = default;
};

/// The signed bytes: everything but the signatures. At most 65,535 addresses, instructions and
/// accounts per instruction, and 2^32-1 bytes of data per instruction; the limits of a sound
/// message are far below.
Bytes encode(const JumboMessage& message);

/// The parts of a decoded jumbo message. `encode` gives its signed bytes again if it is sound.
JumboMessage jumbo_parts(const Message& message);

/// The wire bytes of a message without schemes: one ed25519 signature per signer, in their order.
Bytes jumbo_wire(ByteSpan signed_bytes, std::span<const Signature> signatures);
/// The wire bytes of a message with schemes: one entry per signer, in their order.
Bytes jumbo_wire(ByteSpan signed_bytes, std::span<const SignatureEntry> entries);

/// What scheme 4 signs in place of the signed bytes, 78 ASCII bytes that any wallet shows and
/// signs: "Solayer jumbo " and the lower-case hex of SHA256("solayer-jumbo-text" || signed bytes).
std::string signing_text(ByteSpan signed_bytes);

/// The id of a jumbo whose first signature isn't of scheme 0:
/// SHA512("solayer-jumbo-id" || signed bytes).
Txid jumbo_id(ByteSpan signed_bytes);

}  // namespace orrery::tx

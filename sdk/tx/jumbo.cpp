#include "sdk/tx/jumbo.hpp"

#include "sdk/codec/hex.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/crypto/sha256.hpp"
#include "sdk/crypto/sha512.hpp"
#include "sdk/tx/wire.hpp"
#include "sdk/types/check.hpp"

namespace orrery::tx {
namespace {

std::uint16_t count16(std::size_t count) {
    ORRERY_CHECK(count <= UINT16_MAX);
    return static_cast<std::uint16_t>(count);
}

std::size_t payload_size(const JumboInstruction& instruction) {
    return sizeof(std::uint16_t) * instruction.accounts.size() + instruction.data.size();
}

std::size_t encoded_size(const JumboMessage& message) {
    std::size_t size = wire::jumbo_header_size + Pubkey::size * message.addresses.size() + 20 +
                       wire::jumbo_instruction_header_size * message.instructions.size();
    for (const auto& instruction : message.instructions) size += payload_size(instruction);
    return size;
}

}  // namespace

Bytes encode(const JumboMessage& m) {
    const BudgetRequest budget = wire::request_of(m);
    codec::ByteWriter out;
    out.reserve(encoded_size(m));
    out.u8(jumbo_first_byte).u8(m.num_required_signatures).u8(m.num_readonly_signed);
    out.u8(m.has_schemes ? wire::jumbo_has_schemes : 0).u16(m.num_readonly_unsigned);
    out.u16(count16(m.addresses.size())).u16(count16(m.instructions.size())).u16(0);
    out.u32(budget.mask).key(m.lifetime);
    for (const Pubkey& address : m.addresses) out.key(address);
    wire::write_budget(out, budget);
    for (const auto& i : m.instructions) {
        ORRERY_CHECK(i.data.size() <= UINT32_MAX);
        out.u16(i.program).u16(count16(i.accounts.size()));
        out.u32(static_cast<std::uint32_t>(i.data.size()));
    }
    for (const auto& i : m.instructions) {
        for (const std::uint16_t account : i.accounts) out.u16(account);
        out.bytes(i.data);
    }
    return out.take();
}

JumboMessage jumbo_parts(const Message& message) {
    JumboMessage out;
    out.num_required_signatures = static_cast<std::uint8_t>(message.num_required_signatures);
    out.num_readonly_signed = static_cast<std::uint8_t>(message.num_readonly_signed);
    out.has_schemes =
        (message.signed_bytes[wire::jumbo_flags_offset] & wire::jumbo_has_schemes) != 0;
    out.num_readonly_unsigned = message.num_readonly_unsigned;
    out.addresses.assign(message.static_keys.begin(), message.static_keys.end());
    wire::state_request(message.budget, out);
    out.lifetime = message.lifetime;
    out.instructions.reserve(message.instructions.size());
    for (const auto& i : message.instructions)
        out.instructions.push_back({i.program_index,
                                    {i.accounts.begin(), i.accounts.end()},
                                    {i.data.begin(), i.data.end()}});
    return out;
}

Bytes jumbo_wire(ByteSpan signed_bytes, std::span<const Signature> signatures) {
    return wire::with_signatures_last(signed_bytes, signatures);
}

Bytes jumbo_wire(ByteSpan signed_bytes, std::span<const SignatureEntry> entries) {
    codec::ByteWriter out;
    out.reserve(signed_bytes.size() + entries.size() * (5 + Signature::size));
    out.bytes(signed_bytes);
    for (const SignatureEntry& entry : entries) {
        out.u8(static_cast<std::uint8_t>(entry.scheme));
        out.u32(static_cast<std::uint32_t>(entry.bytes.size())).bytes(entry.bytes);
    }
    return out.take();
}

std::string signing_text(ByteSpan signed_bytes) {
    const Hash hash = crypto::sha256({as_bytes("solayer-jumbo-text"), signed_bytes});
    return "Solayer jumbo " + codec::hex_encode(hash.span());
}

Txid jumbo_id(ByteSpan signed_bytes) {
    return Txid::from(crypto::sha512({as_bytes("solayer-jumbo-id"), signed_bytes}));
}

const Txid& HashedId::get() const {
    std::call_once(once_, [this] { id_ = jumbo_id(signed_bytes_); });
    return id_;
}

}  // namespace orrery::tx

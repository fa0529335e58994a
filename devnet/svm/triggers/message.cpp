#include "devnet/svm/triggers/message.hpp"

#include <algorithm>

#include "sdk/codec/writer.hpp"
#include "sdk/tx/jumbo.hpp"
#include "sdk/types/check.hpp"

namespace orrery::triggers {
namespace {

constexpr std::size_t max_legacy_keys = 255;

/// A body's keys in message order, the signer first.
struct KeyOrder {
    std::vector<Pubkey> keys;
    std::vector<std::uint16_t> places;  ///< of each body key
    bool signer_is_writable = false;
    std::size_t read_only = 0;
};

KeyOrder order_keys(const hooks::Body& body, const Pubkey& signer) {
    KeyOrder out;
    out.keys.push_back(signer);
    out.places.resize(body.keys.size());
    for (const bool writable : {true, false})
        for (std::size_t i = 0; i < body.keys.size(); ++i) {
            const auto& key = body.keys[i];
            if (key.is_writable != writable) continue;
            if (key.key == signer) {
                out.signer_is_writable = writable;
                continue;  // place 0
            }
            out.places[i] = static_cast<std::uint16_t>(out.keys.size());
            out.keys.push_back(key.key);
            out.read_only += !writable;
        }
    return out;
}

// Any client reads it, even one that asks for no version.
Bytes legacy_wire(const hooks::Body& body, const KeyOrder& order, const Txid& id) {
    const auto list = [](codec::ByteWriter& out, std::size_t n) {
        out.short_u16(static_cast<std::uint16_t>(n));
    };
    codec::ByteWriter out;
    out.reserve(256 + order.keys.size() * Pubkey::size);
    out.u8(1).key(id).u8(1).u8(order.signer_is_writable ? 0 : 1);
    out.u8(static_cast<std::uint8_t>(order.read_only));
    list(out, order.keys.size());
    for (const auto& key : order.keys) out.key(key);
    out.key(Hash{});
    list(out, body.instructions.size());
    for (const auto& instruction : body.instructions) {
        out.u8(static_cast<std::uint8_t>(order.places[instruction.program]));
        list(out, instruction.accounts.size());
        for (const auto account : instruction.accounts)
            out.u8(static_cast<std::uint8_t>(order.places[account]));
        list(out, instruction.data.size());
        out.bytes(instruction.data);
    }
    return out.take();
}

Bytes jumbo_wire(const hooks::Body& body, const KeyOrder& order, const Txid& id) {
    tx::JumboMessage message;
    message.num_required_signatures = 1;
    message.num_readonly_signed = order.signer_is_writable ? 0 : 1;
    message.num_readonly_unsigned = static_cast<std::uint16_t>(order.read_only);
    message.addresses = order.keys;
    for (const auto& instruction : body.instructions) {
        auto& to = message.instructions.emplace_back();
        to.program = order.places[instruction.program];
        for (const auto account : instruction.accounts)
            to.accounts.push_back(order.places[account]);
        to.data = instruction.data;
    }
    const Signature signature(id.bytes);
    return tx::jumbo_wire(tx::encode(message), std::span(&signature, 1));
}

// What a legacy transaction counts by 8 and 16 bits.
bool fits_legacy(const hooks::Body& body, const KeyOrder& order) {
    std::size_t size = body.instructions.size();
    for (const auto& instruction : body.instructions)
        size += instruction.accounts.size() + instruction.data.size();
    return order.keys.size() <= max_legacy_keys && size <= tx::max_transaction_size;
}

}  // namespace

std::shared_ptr<const tx::Transaction> hook_message(const hooks::Body& body, const Pubkey& signer,
                                                    const Txid& id) {
    const auto order = order_keys(body, signer);
    Bytes wire;
    if (fits_legacy(body, order)) wire = legacy_wire(body, order, id);
    if (wire.empty() || wire.size() > tx::max_transaction_size) wire = jumbo_wire(body, order, id);
    auto decoded = tx::decode_shared(wire);
    ORRERY_CHECK(decoded);
    return std::move(*decoded);
}

}  // namespace orrery::triggers

#pragma once

#include <optional>
#include <string_view>

#include "sdk/codec/reader.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/tx/transaction.hpp"

/// What the formats share inside sdk/tx: the parts of v1 and jumbo, and the words of errors.
namespace orrery::tx::wire {

constexpr std::size_t v1_lifetime_offset = 8;
constexpr std::size_t jumbo_lifetime_offset = 16;
constexpr std::size_t jumbo_header_size = 48;  // up to the lifetime's end
constexpr std::size_t jumbo_instruction_header_size = 8;
constexpr std::size_t jumbo_flags_offset = 3;
constexpr std::size_t jumbo_reserved_offset = 10;
constexpr std::uint8_t jumbo_has_schemes = 1;  // flags bit 0

/// Bits of a config mask: each stands for a 4-byte value (SIMD-0385).
constexpr std::uint32_t mask_priority_fee = 0b11;
constexpr std::uint32_t mask_compute_unit_limit = 0b100;
constexpr std::uint32_t mask_loaded_accounts_data_size = 0b1000;
constexpr std::uint32_t mask_heap = 0b10000;
constexpr std::uint32_t mask_known = 0b11111;

/// What a JumboMessage or a V1Message states of its budget.
template <class M>
BudgetRequest request_of(const M& message) {
    BudgetRequest out;
    const auto state = [&out](auto& field, const auto& value, std::uint32_t bits) {
        if (!value) return;
        field = *value;
        out.mask |= bits;
    };
    state(out.priority_fee, message.priority_fee, mask_priority_fee);
    state(out.compute_unit_limit, message.compute_unit_limit, mask_compute_unit_limit);
    state(out.loaded_accounts_data_size, message.loaded_accounts_data_size,
          mask_loaded_accounts_data_size);
    state(out.heap_bytes, message.heap_bytes, mask_heap);
    return out;
}

/// The other way round.
template <class M>
void state_request(const BudgetRequest& request, M& message) {
    const auto states = [&request](std::uint32_t bits) { return (request.mask & bits) == bits; };
    if (states(mask_priority_fee)) message.priority_fee = request.priority_fee;
    if (states(mask_compute_unit_limit)) message.compute_unit_limit = request.compute_unit_limit;
    if (states(mask_loaded_accounts_data_size))
        message.loaded_accounts_data_size = request.loaded_accounts_data_size;
    if (states(mask_heap)) message.heap_bytes = request.heap_bytes;
}

/// Writes the values that the request's mask names.
void write_budget(codec::ByteWriter& out, const BudgetRequest& request);
/// Reads one value per bit of `mask`, those of unknown bits too: sanitize refuses them.
BudgetRequest read_budget(codec::ByteReader& reader, std::uint32_t mask);

Bytes with_signatures_last(ByteSpan signed_bytes, std::span<const Signature> signatures);

/// "<what> (offset <where the reader stands>)"
DecodeError error_at(std::string_view what, const codec::ByteReader& reader);
/// "<part> runs past the end (offset ...)"
DecodeError cut_off(std::string_view part, const codec::ByteReader& reader);

/// Decodes out.wire, whose first byte is v1's or jumbo's.
Result<void, DecodeError> decode_v1(Transaction& out);
Result<void, DecodeError> decode_jumbo(Transaction& out);

/// Which rule a transaction breaks; empty if none.
using Fault = std::string_view;
Fault v1_fault(const Transaction& transaction);
Fault jumbo_fault(const Transaction& transaction);

/// Whether the header's counts fit the keys, with a writable fee payer.
inline bool header_is_sound(const Message& message) {
    const std::size_t signers = message.num_required_signatures;
    return message.num_readonly_signed < signers &&
           signers + message.num_readonly_unsigned <= message.static_keys.size();
}

}  // namespace orrery::tx::wire

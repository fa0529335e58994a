#include "devnet/rpc/wire.hpp"

#include <algorithm>

#include "sdk/tx/jumbo.hpp"
#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/tx/v1.hpp"
#include "sdk/types/check.hpp"

namespace orrery::rpc {
namespace {

constexpr std::string_view transaction_type = "solana_transaction::versioned::VersionedTransaction";
constexpr std::string_view message_type = "solana_message::versions::VersionedMessage";
constexpr std::uint8_t version_prefix = 0x80;  // set in the first byte of versioned messages

json::RpcError decode_failure(std::string_view type, const std::string& cause) {
    return json::invalid_params("failed to deserialize " + std::string(type) + ": " + cause);
}

// Only v1 and jumbo messages can break rules of which Agave's sentence says nothing.
std::string sanitize_words(const tx::Transaction& transaction, const tx::TransactionError& error) {
    const auto fault = tx::sanitize_fault(transaction);
    return tx::display(error) + (fault.empty() ? "" : ": " + std::string(fault));
}

// Messages of v1 and jumbo transactions stand before their signatures, the others behind.
bool is_before_signatures(ByteSpan message) {
    return !message.empty() &&
           (message[0] == tx::v1_first_byte || message[0] == tx::jumbo_first_byte);
}

using Wire = Result<Bytes, std::string>;

Wire with_signatures_in_front(ByteSpan message) {
    const bool is_versioned = !message.empty() && (message[0] & version_prefix) != 0;
    const std::size_t header = is_versioned ? 1 : 0;
    if (message.size() <= header) return fail(std::string("it is too short"));
    // The first byte counts the signatures; counts above 127 would be a second version byte.
    const std::uint8_t signatures = message[header];
    if (signatures >= version_prefix) return fail(std::string("the signature count is too high"));
    Bytes wire(1 + std::size_t{signatures} * Signature::size);
    wire[0] = signatures;
    wire.insert(wire.end(), message.begin(), message.end());
    return wire;
}

}  // namespace

json::RpcResult<tx::Transaction> decode_transaction(
    std::string_view text, std::optional<json::TransactionEncoding> encoding) {
    TRY(const Bytes wire,
        json::wire_param(
            {text, encoding.value_or(json::TransactionEncoding::base58), transaction_type}));
    return decode_transaction(wire);
}

json::RpcResult<tx::Transaction> decode_transaction(ByteSpan wire) {
    auto transaction = tx::decode(wire);
    if (!transaction) return fail(decode_failure(transaction_type, transaction.error().what));
    return std::move(*transaction);
}

json::RpcError too_large_transaction(std::size_t size) {
    return json::invalid_params("decoded " + std::string(transaction_type) +
                                " too large: " + std::to_string(size) +
                                " bytes (max: " + std::to_string(tx::max_jumbo_size) + " bytes)");
}

json::RpcResult<void> check_sane(const tx::Transaction& transaction) {
    const auto sane = tx::sanitize(transaction);
    if (sane) return {};
    return fail(
        json::invalid_params("invalid transaction: " + sanitize_words(transaction, sane.error())));
}

tx::Transaction with_lifetime(const tx::Transaction& transaction, const Hash& lifetime) {
    Bytes wire = *transaction.wire;
    const std::size_t offset = transaction.lifetime_offset();
    ORRERY_CHECK(offset + Hash::size <= wire.size());
    std::copy(lifetime.bytes.begin(), lifetime.bytes.end(),
              wire.begin() + static_cast<std::ptrdiff_t>(offset));
    auto replaced = tx::decode(wire);
    ORRERY_CHECK(replaced);
    return std::move(*replaced);
}

json::RpcResult<tx::Transaction> decode_message(std::string_view text) {
    TRY(const Bytes message,
        json::wire_param({text, json::TransactionEncoding::base64, message_type}));
    const auto wire = is_before_signatures(message) ? Wire(tx::unsigned_wire(message))
                                                    : with_signatures_in_front(message);
    if (!wire) return fail(decode_failure(message_type, wire.error()));
    auto transaction = tx::decode(*wire);
    if (!transaction) return fail(decode_failure(message_type, transaction.error().what));
    if (const auto sane = tx::sanitize(*transaction); !sane)
        return fail(json::invalid_params("invalid transaction message: " +
                                         sanitize_words(*transaction, sane.error())));
    return std::move(*transaction);
}

}  // namespace orrery::rpc

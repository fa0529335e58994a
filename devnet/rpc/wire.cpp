#include "devnet/rpc/wire.hpp"

#include <algorithm>

#include "sdk/types/check.hpp"

namespace orrery::rpc {
namespace {

constexpr std::string_view transaction_type = "solana_transaction::versioned::VersionedTransaction";
constexpr std::string_view message_type = "solana_message::versions::VersionedMessage";
constexpr std::uint8_t version_prefix = 0x80;  // set in the first byte of versioned messages

json::RpcError decode_failure(std::string_view type, const std::string& cause) {
    return json::invalid_params("failed to deserialize " + std::string(type) + ": " + cause);
}

}  // namespace

json::RpcResult<tx::Transaction> decode_transaction(
    std::string_view text, std::optional<json::TransactionEncoding> encoding) {
    TRY(const Bytes wire,
        json::wire_param(
            {text, encoding.value_or(json::TransactionEncoding::base58), transaction_type}));
    auto transaction = tx::decode(wire);
    if (!transaction) return fail(decode_failure(transaction_type, transaction.error().what));
    return std::move(*transaction);
}

json::RpcResult<void> check_sane(const tx::Transaction& transaction) {
    const auto sane = tx::sanitize(transaction);
    if (sane) return {};
    return fail(json::invalid_params("invalid transaction: " + tx::display(sane.error())));
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
    const bool is_versioned = !message.empty() && (message[0] & version_prefix) != 0;
    const std::size_t header = is_versioned ? 1 : 0;
    if (message.size() <= header) return fail(decode_failure(message_type, "it is too short"));
    // The first byte counts the signatures; counts above 127 would be a second version byte.
    const std::uint8_t signatures = message[header];
    if (signatures >= version_prefix)
        return fail(decode_failure(message_type, "the signature count is too high"));
    Bytes wire(1 + std::size_t{signatures} * Signature::size);
    wire[0] = signatures;
    wire.insert(wire.end(), message.begin(), message.end());
    auto transaction = tx::decode(wire);
    if (!transaction) return fail(decode_failure(message_type, transaction.error().what));
    if (const auto sane = tx::sanitize(*transaction); !sane)
        return fail(
            json::invalid_params("invalid transaction message: " + tx::display(sane.error())));
    return std::move(*transaction);
}

}  // namespace orrery::rpc

#pragma once

#include <optional>
#include <string_view>

#include "sdk/json/params.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::rpc {

/// The transaction argument of sendTransaction and simulateTransaction: text, encoded as `encoding`
/// says (base58 when none). Only the wire format is checked. Errors: Agave's, -32602.
json::RpcResult<tx::Transaction> decode_transaction(
    std::string_view text, std::optional<json::TransactionEncoding> encoding);

/// As above, of the bytes alone. Error: they aren't a transaction.
json::RpcResult<tx::Transaction> decode_transaction(ByteSpan wire);

/// What is said of `size` bytes where a jumbo transaction may have 2 MiB.
json::RpcError too_large_transaction(std::size_t size);

/// tx::sanitize with RPC's error: "invalid transaction: .."
json::RpcResult<void> check_sane(const tx::Transaction& transaction);

/// The transaction with another lifetime; its signatures then no longer fit.
tx::Transaction with_lifetime(const tx::Transaction& transaction, const Hash& lifetime);

/// A message alone, in base64, as a transaction without valid signatures. Errors: Agave's, -32602.
json::RpcResult<tx::Transaction> decode_message(std::string_view text);

}  // namespace orrery::rpc

#pragma once

#include <optional>

#include "devnet/rpc/point.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::rpc {

/// How a client wants its transaction sent.
struct SendConfig {
    bool skip_preflight = false;
    std::optional<json::TransactionEncoding> encoding;
    json::ContextConfig context;  ///< preflight's; without one nothing but `processed` matters
};

/// Checks a decoded transaction, runs its preflight or verifies its signatures, and queues it;
/// gives its id. Errors: sendTransaction's.
json::RpcResult<Txid> send(const Node& node, const SendConfig& config, tx::Transaction transaction);

}  // namespace orrery::rpc

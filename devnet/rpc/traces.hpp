#pragma once

#include "devnet/rpc/method.hpp"
#include "devnet/svm/state/account_reader.hpp"
#include "devnet/svm/state/outcome.hpp"

namespace orrery::rpc {

/// Writes a `trace` member where one of the transaction's programs was stopped: functions and lines
/// by the node's debug files and the ELFs among `accounts`.
void write_trace_field(json::Writer& out, const Node& node, const svm::AccountReader& accounts,
                       const svm::TxOutcome& outcome);

}  // namespace orrery::rpc

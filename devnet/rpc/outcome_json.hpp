#pragma once

#include <vector>

#include "devnet/store/meta.hpp"
#include "devnet/svm/state/outcome.hpp"
#include "sdk/json/meta.hpp"
#include "sdk/json/writer.hpp"

// The chain's values as sdk/json's, which knows of no chain.

namespace orrery::rpc {

std::vector<json::InnerInstructions> to_json(const std::vector<svm::InnerInstructions>& list);
std::vector<json::TokenBalance> to_json(const std::vector<store::TokenBalance>& balances);
json::TransactionMeta to_json(const store::TransactionMeta& meta);
json::HookReceipt to_json(const svm::HookReceipt& receipt);

/// Writes the `returnData` member, null when there is none.
void write_return_data(json::Writer& out, const svm::TxOutcome& outcome);

}  // namespace orrery::rpc

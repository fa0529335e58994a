#pragma once

#include <vector>

#include "devnet/store/meta.hpp"
#include "devnet/svm/state/outcome.hpp"
#include "sdk/json/meta.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/transaction.hpp"

// The chain's values as sdk/json's, which knows of no chain.

namespace orrery::rpc {

std::vector<json::InnerInstructions> to_json(const std::vector<svm::InnerInstructions>& list);
std::vector<json::TokenBalance> to_json(const std::vector<store::TokenBalance>& balances);
json::LoadedAddresses to_json(const svm::LoadedAddresses& addresses);
json::TransactionMeta to_json(const store::TransactionMeta& meta);

/// Static keys, then loaded writable, then loaded read-only: what indices point into.
std::vector<Pubkey> all_keys(const tx::Transaction& transaction,
                             const svm::LoadedAddresses& loaded);

/// Writes the `returnData` member, null when there is none.
void write_return_data(json::Writer& out, const svm::TxOutcome& outcome);

}  // namespace orrery::rpc

#pragma once

#include <vector>

#include "devnet/store/meta.hpp"
#include "devnet/svm/state/account_reader.hpp"
#include "devnet/svm/state/outcome.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::sequencer {

/// A transaction's token accounts before and after it, as getTransaction lists them.
struct TokenBalanceLists {
    std::vector<store::TokenBalance> before;
    std::vector<store::TokenBalance> after;
};

/// Finds the token accounts (Token and Token-2022) among a transaction's accounts. Decimals come
/// from the mint, which the transaction need not name: `mints` reads it.
TokenBalanceLists token_balances(const tx::Transaction& transaction, const svm::TxOutcome& outcome,
                                 const svm::AccountReader& mints);

}  // namespace orrery::sequencer

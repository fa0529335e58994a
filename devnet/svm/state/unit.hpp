#pragma once

#include <memory>

#include "devnet/svm/state/outcome.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::svm {

/// A hook that a transaction set off, and what became of it. What is scheduled, conflicts and
/// commits as one is a unit: a transaction and its hooks, in order.
struct HookOutcome {
    /// Its message, as a transaction whose one signature is its id; never null.
    std::shared_ptr<const tx::Transaction> transaction;
    TxOutcome outcome;  ///< `hook` is set
};

}  // namespace orrery::svm

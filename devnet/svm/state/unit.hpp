#pragma once

#include <memory>
#include <vector>

#include "devnet/svm/state/outcome.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::svm {

/// What is scheduled, conflicts and commits as one: a transaction and what follows from it. Today a
/// unit holds one transaction; hooks join the list behind their parent.
struct Unit {
    std::vector<std::shared_ptr<const tx::Transaction>> transactions;
};

/// The outcomes of a unit's transactions, in order. Applied together or not at all.
struct UnitOutcome {
    std::vector<TxOutcome> outcomes;
};

}  // namespace orrery::svm

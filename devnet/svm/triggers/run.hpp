#pragma once

#include <vector>

#include "devnet/svm/runtime/execute.hpp"
#include "devnet/svm/state/unit.hpp"
#include "devnet/svm/triggers/cache.hpp"

namespace orrery::triggers {

struct UnitParams {
    const runtime::ExecuteParams& parent;  ///< what the transaction was executed with
    const svm::AccountReader& accounts;    ///< as the transaction left them
    Cache& cache;
};

/// Runs the hooks that a transaction set off, each on what the one before left
/// (docs/spec/hooks.md 5, 6). Adds to `outcome`, the transaction's, what was looked at and the ids
/// of its hooks. Pure; a transaction that failed sets nothing off.
std::vector<svm::HookOutcome> run_hooks(const UnitParams& params, svm::TxOutcome& outcome);

}  // namespace orrery::triggers

#pragma once

#include <optional>
#include <string>

#include "devnet/rpc/point.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::rpc {

/// What a simulation gives, or why none was run.
struct Simulation {
    std::optional<tx::TransactionError> error;
    std::optional<svm::TxOutcome> outcome;  ///< nothing when the signatures were wrong
    /// What the transaction would set off; only of simulate_with_hooks.
    std::vector<svm::HookOutcome> hooks{};
};

/// Verifies if asked to, then executes at `point` without applying.
Simulation simulate(const Node& node, const ChainPoint& point, const tx::Transaction& transaction,
                    bool verify);

/// As above, and runs its hooks behind it.
Simulation simulate_with_hooks(const Node& node, const ChainPoint& point,
                               const tx::Transaction& transaction, bool verify);

/// Agave resolves lookup tables while it decodes, and so refuses a table that is missing, foreign
/// or too short as an invalid parameter: "invalid transaction: ..".
json::RpcResult<void> check_lookups(const Simulation& simulation);

/// The `data` of a preflight failure: a simulation's value without what only simulateTransaction
/// records, and where its programs stood when one was stopped.
std::string preflight_data(const Node& node, const ChainPoint& point, const Simulation& simulation);

}  // namespace orrery::rpc

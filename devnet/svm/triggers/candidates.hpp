#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "devnet/svm/state/account_reader.hpp"
#include "devnet/svm/state/outcome.hpp"
#include "devnet/svm/triggers/cache.hpp"
#include "sdk/hooks/body.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::triggers {

/// A hook that a transaction set off and that has a place among those that run.
struct Candidate {
    hooks::Seat seat;
    Pubkey target;
    Pubkey auction;  ///< where its order is
    hooks::Hook hook;
    hooks::Body body;
    Pubkey owner;  ///< who receives the program owner's share
};

/// What a transaction set off, decided on the state it left.
struct Triggered {
    std::shared_ptr<const hooks::Config> config;  ///< null when nothing can be set off
    std::uint64_t epoch = 0;
    std::vector<Pubkey> programs;         ///< all that were invoked, in first-invocation order
    std::vector<Candidate> candidates;    ///< in the order in which they run
    std::vector<svm::AccountRead> reads;  ///< looked at beside the transaction's own, sorted
};

struct TriggerParams {
    const tx::Transaction& tx;
    const svm::TxOutcome& outcome;       ///< of tx, which succeeded
    const svm::AccountReader& accounts;  ///< as it left them
    std::uint64_t slot = 0;
    Cache& cache;
};

/// Programs with a loader's bytecode that the transaction invoked, top level or by CPI, in
/// first-invocation order.
std::vector<Pubkey> invoked_programs(const tx::Transaction& tx, const svm::TxOutcome& outcome);

/// Steps 1 to 4 of docs/spec/hooks.md 5: which hooks run, and in which order.
Triggered find_hooks(const TriggerParams& params);

}  // namespace orrery::triggers

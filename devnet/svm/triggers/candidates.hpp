#pragma once

#include <cstdint>
#include <vector>

#include "devnet/svm/state/account_reader.hpp"
#include "devnet/svm/state/outcome.hpp"
#include "devnet/svm/triggers/cache.hpp"
#include "sdk/hooks/body.hpp"
#include "sdk/tx/transaction.hpp"
#include "sdk/types/ids.hpp"

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
    const hooks::Config* config = nullptr;  ///< the cache's; null when nothing can be set off
    std::uint64_t epoch = 0;
    std::vector<Pubkey> programs;       ///< all that were invoked, in first-invocation order
    std::vector<Candidate> candidates;  ///< in the order in which they run
};

struct TriggerParams {
    const tx::Transaction& tx;
    svm::TxOutcome& outcome;  ///< of tx, which succeeded; what is looked at joins its reads
    const svm::AccountReader& accounts;  ///< as it left them
    std::uint64_t slot = 0;
    Cache& cache;
};

/// Whether the transaction ran any program with a loader's bytecode: only those set hooks off.
inline bool ran_programs(const tx::Transaction& tx, const svm::TxOutcome& outcome) {
    if (!outcome.ok()) return false;
    if (!outcome.inner_instructions.empty()) return true;
    for (const auto& instruction : tx.message.instructions) {
        const auto& program = outcome.balances[instruction.program_index].account;
        if (program && program->owner != ids::native_loader) return true;
    }
    return false;
}

/// Programs with a loader's bytecode that the transaction invoked, top level or by CPI, in
/// first-invocation order.
std::vector<Pubkey> invoked_programs(const tx::Transaction& tx, const svm::TxOutcome& outcome);

/// Steps 1 to 4 of docs/spec/hooks.md 5: which hooks run, and in which order.
Triggered find_hooks(const TriggerParams& params);

}  // namespace orrery::triggers

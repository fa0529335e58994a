#pragma once

#include <optional>
#include <vector>

#include "devnet/svm/programs/compute_budget_limits.hpp"
#include "devnet/svm/runtime/fee_payer.hpp"
#include "devnet/svm/runtime/loaded.hpp"
#include "sdk/types/int128.hpp"

namespace orrery::runtime {

/// A transaction that will be processed: what it locks, what it may use, and what it pays even if
/// it fails.
struct Charge {
    AccountLocks locks;
    programs::ComputeBudgetLimits limits;
    std::optional<AdvancedNonce> nonce;
    std::vector<svm::VersionedAccount> states;  ///< before the fee, by account index
    std::uint64_t payer_rest = 0;               ///< lamports left after the fee
    std::uint64_t payer_rent_epoch = 0;         ///< the payer's should the transaction fail
};

/// What the rent and balance checks compare after execution, by account index.
struct AccountStates {
    struct State {
        std::uint64_t lamports;
        std::uint64_t data_size;
        Pubkey owner;
    };
    std::vector<State> states;
    Uint128 lamports = 0;  ///< of all accounts

    static AccountStates of(const std::vector<invoke::TxAccount>& accounts);
};

/// Steps 17 and 18 of svm-runtime.md 1.1. Errors: InsufficientFundsForRent{index} (1.6),
/// UnbalancedTransaction.
std::optional<tx::TransactionError> check_states(const AccountStates& before,
                                                 const std::vector<invoke::TxAccount>& after,
                                                 const svm::Rent& rent);

/// Moves logs, units, return data and inner instructions into the outcome.
void take_records(invoke::InvokeContext& context, std::uint64_t compute_unit_limit,
                  svm::TxOutcome& out);

/// Writes of a transaction that succeeded: every account that changed.
void settle_success(const invoke::InvokeContext& context, svm::TxOutcome& out);

/// Writes of one that was processed but failed: the fee, and the nonce it consumed.
void settle_failure(const tx::TransactionError& error, svm::TxStatus status, const Charge& charge,
                    svm::TxOutcome& out);

/// Fills pre_accounts, pre_balances and post_balances; needs writes.
void record_balances(const Charge& charge, svm::TxOutcome& out);

}  // namespace orrery::runtime

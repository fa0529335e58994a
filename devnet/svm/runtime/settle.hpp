#pragma once

#include <optional>
#include <vector>

#include "devnet/svm/programs/compute_budget_limits.hpp"
#include "devnet/svm/runtime/fee_payer.hpp"
#include "devnet/svm/runtime/loaded.hpp"
#include "sdk/types/int128.hpp"

namespace orrery::runtime {

/// A transaction that will be processed: its accounts, what it may use, and what it pays even if it
/// fails.
struct Charge {
    std::vector<invoke::TxAccount> accounts;  ///< as read; an execution takes them
    invoke::AccountIndex index;               ///< of them; with them
    programs::ComputeBudgetLimits limits;
    std::optional<AdvancedNonce> nonce;
    std::uint64_t payer_rest = 0;        ///< lamports left after the fee
    std::uint64_t payer_rent_epoch = 0;  ///< the payer's should the transaction fail
    bool is_charged = true;              ///< false: a failure leaves nothing behind
};

/// Steps 17 and 18 of svm-runtime.md 1.1. Errors: InsufficientFundsForRent{index} (1.6),
/// UnbalancedTransaction.
std::optional<tx::TransactionError> check_states(const std::vector<invoke::TxAccount>& accounts,
                                                 std::uint64_t payer_rest, const svm::Rent& rent);

/// Moves logs, units, return data and inner instructions into the outcome.
void take_records(invoke::InvokeContext& context, std::uint64_t compute_unit_limit,
                  svm::TxOutcome& out);

/// Writes of a transaction that succeeded: every account that changed, taken from the context.
void settle_success(invoke::InvokeContext& context, svm::TxOutcome& out);

/// Writes of one that was processed but failed: the fee, and the nonce it consumed.
void settle_failure(const tx::TransactionError& error, svm::TxStatus status, const Charge& charge,
                    const std::vector<invoke::TxAccount>& accounts, svm::TxOutcome& out);

/// Fills `out.balances` with what it takes from `accounts`; last of all.
void record_balances(std::vector<invoke::TxAccount>& accounts, std::uint64_t payer_rest,
                     svm::TxOutcome& out);

}  // namespace orrery::runtime

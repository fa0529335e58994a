#pragma once

#include <optional>

#include "devnet/svm/runtime/loaded.hpp"

namespace orrery::runtime {

/// Checks that an account can pay `fee` lamports (svm-runtime.md 1.4) and gives what is left.
/// Errors: AccountNotFound, InvalidAccountForFee, InsufficientFundsForFee,
/// InsufficientFundsForRent{0}.
TxResult<std::uint64_t> charge_fee(const AccountRef& payer, std::uint64_t fee,
                                   const svm::Rent& rent);

/// A durable nonce that a message consumes, and the account after that.
struct AdvancedNonce {
    Pubkey key;
    AccountRef account;
};

/// Checks that the message's lifetime is a durable nonce it may use (svm-runtime.md 1.1 rows 10,
/// 12) and advances it; the accounts have been read. Error: BlockhashNotFound.
TxResult<AdvancedNonce> advance_nonce(const tx::Message& message,
                                      const std::vector<invoke::TxAccount>& accounts,
                                      const Hash& newest_blockhash,
                                      std::uint64_t lamports_per_signature);

}  // namespace orrery::runtime

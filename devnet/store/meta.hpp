#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devnet/svm/state/outcome.hpp"
#include "sdk/tx/error.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/log_lines.hpp"

namespace orrery::store {

/// A token account's balance before or after a transaction.
struct TokenBalance {
    std::uint16_t account_index = 0;  ///< into the transaction's account keys
    Pubkey mint;
    Pubkey owner;
    Pubkey program;
    std::uint64_t amount = 0;  ///< raw units
    std::uint8_t decimals = 0;
    bool operator==(const TokenBalance&) const = default;
};

/// What the ledger keeps of a processed transaction's outcome besides its writes: the `meta` of
/// getTransaction.
struct TransactionMeta {
    svm::TxStatus status = svm::TxStatus::succeeded;
    std::optional<tx::TransactionError> error;
    Lamports fee;
    std::uint64_t compute_units = 0;
    std::vector<Lamports> pre_balances;
    std::vector<Lamports> post_balances;
    LogLines logs;
    std::vector<svm::InnerInstructions> inner_instructions;
    std::optional<svm::ReturnData> return_data;
    tx::LoadedAddresses loaded_addresses;
    std::vector<TokenBalance> pre_token_balances;
    std::vector<TokenBalance> post_token_balances;
    std::optional<svm::FaultTrace> fault;  ///< where programs stood when one was stopped
    std::optional<svm::HookReceipt> hook;  ///< only of a hook
    std::vector<Txid> hooks;               ///< ids of the hooks it set off
    bool operator==(const TransactionMeta&) const = default;
};

/// Token balances of a transaction that has some.
struct TokenBalances {
    std::span<const TokenBalance> pre;
    std::span<const TokenBalance> post;
};

/// Encodes an outcome's meta: u8 format version, then variable-length integers and counted lists;
/// last, which of the rare parts there are, and those.
Bytes encode_meta(const svm::TxOutcome& outcome, const TokenBalances& tokens = {});

/// The inverse, also of the version before, which knew no hooks; nothing for another version,
/// truncated or trailing bytes.
std::optional<TransactionMeta> decode_meta(ByteSpan bytes);

}  // namespace orrery::store

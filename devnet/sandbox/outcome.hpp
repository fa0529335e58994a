#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "devnet/svm/state/outcome.hpp"
#include "sdk/tx/error.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/log_lines.hpp"

namespace orrery {

/// An account that a transaction changed.
struct AccountChange {
    Pubkey key;
    AccountRef before;  ///< null = it wasn't there
    AccountRef after;   ///< null = it is gone
};

/// A call that a program made while it ran.
struct InnerCall {
    std::uint16_t instruction = 0;  ///< of the transaction, under which it happened
    std::uint8_t stack_height = 2;  ///< 2 = called by that instruction itself
    Pubkey program_id;
    std::vector<Pubkey> accounts;
    Bytes data;
    bool operator==(const InnerCall&) const = default;
};

/// Where a program stood when it was stopped: by a fault, a panic, an exhausted meter, or the
/// failure of what it had called. What isn't known is empty or 0.
struct FaultFrame {
    Pubkey program_id;
    std::uint64_t pc = 0;  ///< instruction of the program's text
    std::string function;
    std::string file;
    std::uint32_t line = 0;
    bool operator==(const FaultFrame&) const = default;
};

/// What became of a transaction. A value: it stays as it is whatever the sandbox does next.
struct Outcome {
    svm::TxStatus status = svm::TxStatus::rejected;
    std::optional<tx::TransactionError> error;  ///< empty when it succeeded, or was refused
    /// Why the call made no transaction at all, with the fix; empty for all others.
    std::string refusal;
    Txid signature;  ///< the transaction's id
    Slot slot;       ///< it ran in
    LogLines logs;
    std::uint64_t compute_units = 0;
    Lamports fee;
    std::optional<svm::ReturnData> return_data;
    std::vector<InnerCall> inner_calls;  ///< in the order they were made
    std::vector<AccountChange> changes;  ///< sorted by key; the fee payer's is among them

    std::vector<FaultFrame> fault;  ///< innermost first; empty unless a program was stopped
    std::string fault_note;         ///< why frames have no lines, and what to do

    bool ok() const { return status == svm::TxStatus::succeeded; }
    /// The change of an account; null when it has none. Lives as long as the outcome.
    const AccountChange* change_of(const Pubkey& key) const;
    /// Lamports that an account gained, or lost (below 0).
    std::int64_t lamports_gained(const Pubkey& key) const;
    /// Which instruction failed and how, when that is what went wrong.
    std::optional<tx::InstructionError> instruction_error() const;
    /// Whether a line of the logs contains `text`.
    bool logged(std::string_view text) const;
};

/// For people: the result in one line, then signature, units, fee, the logs, and where a program
/// was stopped.
std::string describe(const Outcome& outcome);

}  // namespace orrery

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sdk/tx/account_keys.hpp"
#include "sdk/tx/error.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/boxed.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/log_lines.hpp"

namespace orrery::svm {

/// An account that an execution looked at, absent ones included, with the version it saw.
struct AccountRead {
    Pubkey key;
    std::uint64_t version = 0;
    bool operator==(const AccountRead&) const = default;
};

/// An account that an execution changed; null deletes it.
struct AccountWrite {
    Pubkey key;
    AccountRef account;
};

/// Lamports owed to an account that no transaction writes for it: settled when the slot closes.
struct Credit {
    Pubkey key;
    Lamports lamports;
    bool operator==(const Credit&) const = default;
};

/// An instruction that a program called. Indices are into the transaction's account keys.
struct InnerInstruction {
    std::uint16_t program_index = 0;
    std::vector<std::uint16_t> accounts;
    Bytes data;
    std::uint8_t stack_height = 2;
    bool operator==(const InnerInstruction&) const = default;
};

/// The inner instructions of one top-level instruction, in call order.
struct InnerInstructions {
    std::uint16_t index = 0;
    std::vector<InnerInstruction> instructions;
    bool operator==(const InnerInstructions&) const = default;
};

/// What a program left for its caller, or for the transaction's sender.
struct ReturnData {
    Pubkey program_id;
    Bytes data;
    bool operator==(const ReturnData&) const = default;
};

/// One of a transaction's accounts around its execution.
struct AccountBalance {
    AccountRef account;  ///< as read; null = absent
    Lamports before;     ///< before the fee
    Lamports after;
};

/// A program that was stopped, and where it stood.
struct StoppedProgram {
    Pubkey program_id;
    std::uint64_t fingerprint = 0;   ///< sbpf::text_fingerprint of the text that ran
    std::vector<std::uint64_t> pcs;  ///< of the instruction that ran and of its callers' calls
    bool operator==(const StoppedProgram&) const = default;
};

/// Where a transaction's programs stood when one of them was stopped: by a fault, a panic, an
/// exhausted meter, or the failure of what it had called. Programs that returned an error aren't
/// in it. For people; no part of what consensus is about.
struct FaultTrace {
    std::vector<StoppedProgram> programs;  ///< innermost first
    bool operator==(const FaultTrace&) const = default;
};

/// What a hook paid and to whom, beside the outcome of its message (docs/spec/hooks.md).
struct HookReceipt {
    Txid parent;             ///< the transaction that set it off
    std::uint8_t index = 0;  ///< among the parent's hooks
    Pubkey hook;
    Pubkey target;
    Lamports bid;
    Lamports gas;
    bool funded = true;  ///< false: NoFunds, nothing was debited and nothing ran
    Credit initiator;    ///< shares as resolved; zero lamports unless funded
    Credit owner;
    Credit network;  ///< the rest of the bid, and the gas
    bool operator==(const HookReceipt&) const = default;
};

/// What became of a transaction.
enum class TxStatus : std::uint8_t {
    rejected,   ///< not processed: nothing is charged, nothing is recorded
    fees_only,  ///< could not be loaded: the fee is charged, a nonce advances (SIMD-0082)
    failed,     ///< an instruction or a check after it failed: as fees_only, with logs
    succeeded,
};

/// Everything one execution produced: a value, applied by whoever owns the state, or dropped
/// (simulation). Same inputs give the same bytes on any thread.
struct TxOutcome {
    TxStatus status = TxStatus::rejected;
    std::optional<tx::TransactionError> error;  ///< empty exactly when succeeded
    LogLines logs;
    std::uint64_t compute_units = 0;
    Lamports fee;                          ///< charged already in `writes`
    Lamports base_fee;                     ///< the signatures' part of `fee`
    std::uint64_t compute_unit_price = 0;  ///< micro-lamports per CU that the message bids
    std::uint64_t loaded_accounts_data_size = 0;
    std::optional<ReturnData> return_data;
    std::vector<InnerInstructions>
        inner_instructions;  ///< only top-level instructions that have some
    tx::LoadedAddresses loaded_addresses;
    std::vector<AccountRead> reads;        ///< sorted by key, without duplicates
    std::vector<AccountWrite> writes;      ///< changed accounts only, sorted by key
    std::vector<Credit> credits;           ///< sorted by key
    std::vector<AccountBalance> balances;  ///< by account index
    Boxed<FaultTrace> fault;               ///< only where a program was stopped
    Boxed<HookReceipt> hook;               ///< only of a hook
    std::vector<Txid> hooks;               ///< ids of the hooks it set off, in their order
    /// Whether the transaction deploys, upgrades, extends or closes a program, or extends a lookup
    /// table, and so ends its slot (solayer-chain.md 7, Slots 4).
    bool ends_slot = false;

    bool processed() const { return status != TxStatus::rejected; }
    bool ok() const { return status == TxStatus::succeeded; }
};

}  // namespace orrery::svm

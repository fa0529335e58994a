#pragma once

#include <string_view>

#include "devnet/bank/bank.hpp"
#include "devnet/sandbox/sandbox.hpp"
#include "devnet/svm/invoke/context.hpp"
#include "devnet/svm/vm/pool.hpp"
#include "devnet/traces/debug_files.hpp"

namespace orrery {

/// What a sandbox hides from its users: the bank, and what a node has around it, as far as a chain
/// without clock, shreds and clients needs it.
struct Sandbox::Impl {
    explicit Impl(SandboxParams params);

    void open_slot();
    void close_slot();
    void next_slot();

    /// A draft's message, valid in the open slot. Error: bad_transaction.
    SandboxResult<Bytes> compile(const Draft& draft) const;
    /// A draft's transaction. Error: bad_transaction.
    SandboxResult<Bytes> sign(const Draft& draft) const;
    Outcome run(std::shared_ptr<const tx::Transaction> transaction);
    /// `check_lifetime`: false for a message that would get a blockhash of its own.
    Outcome simulate(const tx::Transaction& transaction, bool check_lifetime);

    AccountRef account(const Pubkey& key) const {
        return bank.accounts().writer_view().get(key).account;
    }
    /// The outcome as users get it. Takes what it can from `from`.
    Outcome finish(const tx::Transaction& transaction, Slot slot, svm::TxOutcome&& from) const;
    void put(const Pubkey& key, const Account& account);
    crypto::Keypair new_key();

    struct Mark {
        std::uint64_t number;
        bank::BankSnapshot bank;
        std::int64_t now;
    };
    /// Where it stands among `marks`. Error: void_snapshot.
    SandboxResult<std::vector<Mark>::iterator> find(const void* owner, std::uint64_t number);

    bool check_signatures;
    std::int64_t now;  ///< Unix seconds, of slots to come
    bank::Bank bank;
    crypto::Keypair payer;
    vm::VmPool pool;
    invoke::Scratch scratch;
    traces::DebugFiles debug_files{{}};  ///< in memory
    std::uint64_t keys_given = 0;
    std::uint64_t next_mark = 0;
    std::vector<Mark> marks;  ///< oldest first; behind the bank, which they borrow

  private:
    std::optional<tx::TransactionError> check(const tx::Transaction& transaction) const;
    tx::MessageParams message_params(const Draft& draft) const;
};

inline auto fail_with(SandboxErrorCode code, std::string what) {
    return fail(SandboxError{code, std::move(what)});
}

/// Its outcome, but for where a program was stopped. Takes what it can from `from`.
Outcome to_outcome(const tx::Transaction& transaction, Slot slot, svm::TxOutcome&& from);
/// One that was rejected before a bank saw it.
Outcome rejected(const tx::Transaction& transaction, Slot slot, const tx::TransactionError& error);
/// One that never was a transaction.
Outcome refused(std::string why);

/// Nothing when it succeeded, else transaction_failed: what was being done, and its report.
SandboxResult<void> demand(const Outcome& outcome, std::string_view doing);

}  // namespace orrery

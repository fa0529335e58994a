#pragma once

#include <boost/container/small_vector.hpp>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "devnet/svm/invoke/account_index.hpp"
#include "devnet/svm/invoke/borrowed_account.hpp"
#include "devnet/svm/invoke/environment.hpp"
#include "devnet/svm/invoke/instruction_account.hpp"
#include "devnet/svm/invoke/log_collector.hpp"
#include "devnet/svm/invoke/program_frame.hpp"
#include "devnet/svm/invoke/tx_account.hpp"
#include "devnet/svm/state/outcome.hpp"
#include "devnet/svm/vm/pool.hpp"
#include "sdk/types/instruction.hpp"
#include "sdk/types/int128.hpp"

namespace orrery::invoke {

/// One instruction of the trace: a top-level one or a CPI. Shared bytes make it cheap to copy.
struct InstructionFrame {
    std::uint16_t program_index = 0;  ///< into the transaction's accounts
    boost::container::small_vector<InstructionAccount, 8> accounts{};
    ByteSpan data{};                            ///< at top level borrowed from the transaction
    std::shared_ptr<const Bytes> owned_data{};  ///< what `data` views, for CPIs
    std::uint16_t nesting_level = 0;            ///< 0 = top level
    std::uint16_t caller = UINT16_MAX;          ///< index in the trace; UINT16_MAX = top level
};

/// A top-level instruction, as the message has it: program, accounts, data.
using TopLevelInstruction = InstructionFrame;

/// What transactions of one thread hand on to each other for speed: it never changes an outcome.
struct Scratch {
    ProgramTexts texts;
    std::vector<TxAccount> accounts;             ///< empty, with room
    std::vector<InstructionFrame> instructions;  ///< empty, with room
};

/// Everything that one transaction's instructions share: accounts, meter, logs, return data, the
/// trace and the stack of frames. One copyable value besides the environment it borrows, so that an
/// execution can be stopped, copied and resumed. One per executing transaction; no thread safety.
class InvokeContext : public vm::SyscallHost {
  public:
    struct Params {
        const Environment& environment;  ///< borrowed
        std::vector<TxAccount> accounts;
        AccountIndex account_index{};  ///< of `accounts`, or an empty one
        std::vector<TopLevelInstruction> instructions;
        std::uint64_t compute_unit_limit = 0;
        std::uint64_t heap_size = std::uint64_t{32} * 1024;
        /// Programdata accounts of loader v3 programs that the transaction doesn't list; sorted.
        std::vector<std::pair<Pubkey, svm::VersionedAccount>> programdata;
        vm::VmPool* pool = nullptr;  ///< borrowed; never null while programs run
        Scratch* scratch = nullptr;  ///< borrowed; may be null
    };
    explicit InvokeContext(Params params);

    const Environment& environment() const { return *environment_; }
    const svm::Sysvars& sysvars() const { return environment_->sysvars; }
    LogCollector& log() { return log_; }

    // Accounts
    std::vector<TxAccount>& accounts() { return accounts_; }
    const std::vector<TxAccount>& accounts() const { return accounts_; }
    const AccountIndex& account_index() const { return account_index_; }
    std::optional<std::uint16_t> find_account(const Pubkey& key) const {
        return account_index_.find(accounts_, key);
    }
    /// Programdata that the transaction doesn't list, as it was loaded; sorted by key.
    const std::vector<std::pair<Pubkey, svm::VersionedAccount>>& programdata() const {
        return programdata_;
    }

    // The current instruction
    std::size_t stack_height() const { return stack_.size(); }  ///< 1 at top level
    const InstructionFrame& current() const { return trace_[stack_.back()]; }
    std::size_t current_index() const { return stack_.back(); }
    const Pubkey& program_id() const { return accounts_[current().program_index].key; }
    ByteSpan instruction_data() const { return current().data; }
    std::size_t account_count() const { return current().accounts.size(); }
    /// Error: MissingAccount when the instruction has fewer accounts.
    InstructionResult check_account_count(std::size_t at_least) const;
    Result<Pubkey, tx::InstructionError> account_key(std::size_t index) const;
    Result<bool, tx::InstructionError> is_signer(std::size_t index) const;
    Result<bool, tx::InstructionError> is_writable(std::size_t index) const;
    /// Whether some account of the instruction with this key signs it.
    bool signed_by(const Pubkey& key) const;
    /// Where an account of the transaction stands in the current instruction (first occurrence).
    std::optional<std::uint16_t> index_in_instruction(std::uint16_t index_in_transaction) const;
    /// Takes hold of an instruction account. Errors: MissingAccount, AccountBorrowFailed.
    Result<BorrowedAccount, tx::InstructionError> borrow(std::size_t index);
    /// Checks that instruction account `index` is the sysvar `key`. Errors: MissingAccount,
    /// InvalidArgument.
    InstructionResult check_sysvar_account(std::size_t index, const Pubkey& key) const;

    // Meter. While a program runs, the meter lives in its VmState; the context's own counts
    // between.
    std::uint64_t meter() const { return meter_; }
    void set_meter(std::uint64_t remaining) { meter_ = remaining; }
    /// Charges a builtin. Error: ComputationalBudgetExceeded, leaving the meter at 0.
    InstructionResult consume(std::uint64_t units);

    // Return data
    void set_return_data(const Pubkey& program, ByteSpan data);
    const svm::ReturnData& return_data() const { return return_data_; }

    // Trace and stack
    const std::vector<InstructionFrame>& trace() const { return trace_; }
    /// Leaves the emptied lists of accounts and instructions to the next transaction; last of all.
    void recycle(Scratch& scratch);
    std::span<const std::uint16_t> stack() const { return stack_; }
    /// Resolves a CPI against the current instruction and makes it the next to push: privileges,
    /// known accounts, known program (svm-runtime.md 2.5). Errors: MissingAccount,
    /// PrivilegeEscalation, with upstream's log lines.
    InstructionResult prepare_cpi(const Instruction& instruction, std::span<const Pubkey> signers);
    /// The instruction that prepare_cpi resolved last.
    const InstructionFrame& next() const { return *next_; }
    /// Pushes top-level instruction `index`, or the prepared CPI. Errors: ReentrancyNotAllowed,
    /// UnbalancedInstruction, MaxInstructionTraceLengthExceeded, CallDepth.
    InstructionResult push_top_level(std::size_t index);
    InstructionResult push_cpi();
    /// Pops the current instruction; the stack shrinks even on error. Error: UnbalancedInstruction.
    InstructionResult pop();
    std::size_t top_level_count() const { return top_level_count_; }

    /// A builtin calls another builtin and waits for it (loader v3 creates programdata through the
    /// system program). Seeds derive PDAs of the caller. Costs no CPI units, as upstream.
    InstructionResult native_invoke(const Instruction& instruction,
                                    std::span<const std::vector<ByteSpan>> signer_seeds = {});
    /// A builtin's last deed: calls any program, in `signers`' name too, and whatever becomes of
    /// that becomes of the builtin. Whoever runs the instruction pushes the call when the builtin
    /// has returned, and finishes the builtin after it. Errors: as prepare_cpi.
    InstructionResult call_last(const Instruction& instruction, std::span<const Pubkey> signers);
    /// Whether the builtin that just ran asked for a last call; asking clears it.
    bool take_last_call() { return std::exchange(calls_last_, false); }
    /// Logs what became of the current instruction's builtin and passes it on.
    InstructionResult finish_builtin(InstructionResult result);
    /// Runs the current instruction's builtin: charges it, logs invoke and result. The instruction
    /// is pushed already and stays pushed. Error UnsupportedProgramId, without a log, when there is
    /// none.
    InstructionResult run_builtin();
    const Builtin* find_builtin(const Pubkey& id) const;

    // Programs
    std::vector<ProgramFrame>& frames() { return frames_; }  ///< running programs, innermost last
    ProgramFrame& frame() { return frames_.back(); }
    std::uint64_t heap_size() const { return heap_size_; }
    vm::VmPool& pool() { return *pool_; }
    /// Goes on with another thread's scratch.
    void set_pool(vm::VmPool* pool) {
        pool_ = pool;
        log_.set_texts(nullptr);
    }
    /// The error of the last syscall that answered `fault` (see ProgramError).
    std::optional<ProgramError> syscall_error;
    /// Whether a program was deployed, upgraded, extended or closed, or a lookup table extended.
    bool ends_slot = false;

  private:
    friend class BorrowedAccount;
    InstructionResult resolve_accounts(const Instruction& instruction, InstructionFrame& frame);
    InstructionResult check_privileges(const InstructionFrame& frame,
                                       std::span<const Pubkey> signers);
    InstructionResult push(std::uint16_t trace_index);
    void note_lamports(std::uint64_t from, std::uint64_t to) {
        lamports_delta_ += static_cast<Int128>(to) - from;
    }

    const Environment* environment_;
    vm::VmPool* pool_;
    std::vector<TxAccount> accounts_;
    AccountIndex account_index_;
    std::vector<std::pair<Pubkey, svm::VersionedAccount>> programdata_;
    std::vector<InstructionFrame> trace_;  ///< top-level ones first, then CPIs as they start
    std::optional<InstructionFrame> next_;
    bool calls_last_ = false;
    boost::container::small_vector<std::uint16_t, 9> stack_;
    std::vector<ProgramFrame> frames_;
    LogCollector log_;
    svm::ReturnData return_data_;
    std::uint64_t meter_;
    std::uint64_t heap_size_;
    std::size_t top_level_count_;
    std::optional<std::uint16_t> instructions_sysvar_;  ///< where it stands among the accounts
    std::size_t called_ = 0;                            ///< top-level instructions and CPIs started
    Int128 lamports_delta_ = 0;
    std::int64_t resize_delta_ = 0;
};

}  // namespace orrery::invoke

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "devnet/svm/invoke/builtin.hpp"
#include "devnet/svm/invoke/context.hpp"
#include "devnet/svm/invoke/environment.hpp"
#include "devnet/svm/invoke/limits.hpp"
#include "devnet/svm/state/account_reader.hpp"
#include "devnet/svm/state/features.hpp"
#include "devnet/svm/state/outcome.hpp"
#include "devnet/svm/state/sysvars.hpp"
#include "devnet/svm/state/unit.hpp"
#include "devnet/svm/vm/pool.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::runtime {

/// What a chain knows about lifetimes and duplicates. Read only while a transaction is checked.
class LifetimeView {
  public:
    virtual ~LifetimeView() = default;
    /// Whether a transaction may still name this blockhash.
    virtual bool is_recent(const Hash& blockhash) const = 0;
    /// Whether this message was processed, with these signatures or others.
    virtual bool was_processed(const tx::Transaction& transaction) const = 0;
};

/// What makes a message one that a hook runs (docs/spec/hooks.md 6): nobody signs it but the hook's
/// own key, its costs were debited before, and it may not reach what changes hooks or programs.
struct HookMode {
    std::uint32_t compute_unit_limit = 0;
    ByteSpan msg_ctx;  ///< what the MsgCtx sysvar shows; borrowed
};

/// Everything an execution depends on. Nothing else does: no clock, no file, no global.
struct ExecuteParams {
    const tx::Transaction& tx;  ///< sanitized and, unless the caller waives it, verified
    const svm::AccountReader& accounts;
    const svm::Sysvars& sysvars;  ///< of the slot that executes
    const LifetimeView& lifetimes;
    invoke::BuiltinTable builtins;
    const vm::SyscallRegistry& syscalls;
    const invoke::ProgramSource& programs;
    Hash blockhash;  ///< newest closed slot's
    svm::Features features{};
    invoke::Costs costs{};
    invoke::Limits limits{};
    std::uint64_t lamports_per_signature = 5000;
    bool check_lifetime = true;          ///< false: simulation with replaceRecentBlockhash
    vm::VmPool& pool;                    ///< scratch of the executing thread
    invoke::Scratch* scratch = nullptr;  ///< scratch too; null does without
    const HookMode* hook = nullptr;      ///< null for a transaction
};

/// Checks, loads, executes and settles one transaction (svm-runtime.md 1.1, in its order). Never
/// fails: what went wrong is in the outcome. Simulation is this call with the outcome dropped.
svm::TxOutcome execute(const ExecuteParams& params);

/// A transaction between its checks and its outcome: `execute` in steps. Copyable: stop one, copy
/// it, run both on, and both give the same outcome. Borrows what ExecuteParams borrows.
class Pending {
  public:
    /// Checks and loads. Whatever comes of that, run() and finish() lead to the outcome.
    explicit Pending(const ExecuteParams& params);
    Pending(const Pending& other);
    Pending(Pending&& other) noexcept;
    Pending& operator=(const Pending&) = delete;
    Pending& operator=(Pending&&) = delete;
    ~Pending();

    /// Executes until the end (true) or until about `pause_after` further compute units (false).
    bool run(std::uint64_t pause_after = UINT64_MAX);
    /// Goes on with another thread's scratch, which must outlive the execution.
    void set_pool(vm::VmPool& pool);
    /// Settles; once, after run() was true.
    svm::TxOutcome finish();

  private:
    friend svm::TxOutcome execute(const ExecuteParams& params);
    struct State;
    std::shared_ptr<const invoke::Environment>
        environment_;         ///< shared by copies, borrowed by states
    svm::TxOutcome outcome_;  ///< as far as it is known
    std::unique_ptr<State> state_;
};

/// Every account an execution of `tx` can reach, as far as `reader` shows it: static keys, lookup
/// tables and what they hold, a nonce, the programdata of upgradeable programs. Sorted, unique.
/// Calling it again with a reader that has more accounts may give more keys; a fixed point is the
/// closure.
std::vector<Pubkey> account_keys(const tx::Transaction& tx, const svm::AccountReader& reader);

}  // namespace orrery::runtime

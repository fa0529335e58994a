#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "devnet/bank/account_db.hpp"
#include "devnet/bank/blockhash_queue.hpp"
#include "devnet/bank/genesis.hpp"
#include "devnet/bank/program_cache.hpp"
#include "devnet/bank/status_cache.hpp"
#include "devnet/shred/entry.hpp"
#include "devnet/svm/runtime/execute.hpp"
#include "devnet/svm/state/sysvars.hpp"
#include "devnet/svm/state/unit.hpp"
#include "devnet/svm/triggers/cache.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::bank {

/// What makes a chain this chain, besides its genesis.
struct BankConfig {
    Genesis genesis;
    /// Its hash, where somebody has it already: that of a genesis with large programs takes a
    /// while.
    std::optional<Hash> genesis_hash{};
    invoke::BuiltinTable builtins;
    const vm::SyscallRegistry& syscalls;  ///< borrowed
    svm::Features features{};
    invoke::Costs costs{};
    invoke::Limits limits{};
    std::uint64_t lamports_per_signature = 5000;  ///< base fee
    /// False: any blockhash will do. Messages of the newest slots still can't come again.
    bool check_blockhashes = true;
};

/// A hook that was applied behind its transaction.
struct AppliedHook {
    svm::HookOutcome run;
    std::uint64_t sequence = 0;  ///< of AccountDb, after it
};

/// An entry that was applied: what a shred records and what followers want to know. Entries that
/// are no transactions have an outcome too, with their reads and writes.
struct AppliedEntry {
    shred::Entry entry;
    std::shared_ptr<const tx::Transaction> transaction;  ///< null for other kinds
    svm::TxOutcome outcome;
    std::uint64_t sequence = 0;      ///< of AccountDb, after it
    std::vector<AppliedHook> hooks;  ///< that the transaction set off, in order
};

/// Where a chain stands between entries.
struct BankPosition {
    Slot slot{1};  ///< the open slot, or the first that may open next
    bool open = false;
    Slot parent;                     ///< newest slot that has a hash
    Hash parent_hash;                ///< its hash; the genesis hash at the start
    std::uint64_t block_height = 1;  ///< that slot's
    std::uint64_t transaction_count = 0;
    std::uint64_t slot_signatures = 0;
    std::uint64_t slot_fees = 0;
    std::int64_t clock_offset = 0;  ///< seconds that warps have added to wall time
    /// What the open slot's hooks owe, sorted by key: its close pays it.
    std::vector<svm::Credit> slot_credits;
};

/// A state to come back to.
struct BankSnapshot {
    BankPosition position;
    std::optional<Slot> warp_to;
    std::shared_ptr<const AccountDb::Pin> accounts;
    std::shared_ptr<const svm::Sysvars> sysvars;
};

/// The state of a chain and the one way to change it: entries. Deterministic: the same genesis and
/// the same entries give the same bytes, on any machine, without clock or network. One thread
/// changes it; the parts that return thread-safe objects say so.
class Bank final : public runtime::LifetimeView {
  public:
    explicit Bank(BankConfig config);

    const Genesis& genesis() const { return config_.genesis; }
    const Hash& genesis_hash() const { return genesis_hash_; }
    const Pubkey& identity() const { return identity_; }
    const BankPosition& position() const { return position_; }
    std::shared_ptr<const svm::Sysvars> sysvars() const { return sysvars_; }
    /// Where a warp in the open slot leads.
    std::optional<Slot> warp_target() const { return warp_to_; }

    // Thread-safe parts
    const AccountDb& accounts() const { return accounts_; }
    const BlockhashQueue& blockhashes() const { return blockhashes_; }
    const StatusCache& statuses() const { return statuses_; }
    const ProgramCache& programs() const { return programs_; }
    bool is_recent(const Hash& blockhash) const override {
        return !config_.check_blockhashes || blockhashes_.is_recent(blockhash);
    }
    bool was_processed(const tx::Transaction& transaction) const override;

    /// Executes without applying, on any thread: `accounts` and `sysvars` are of one moment.
    struct SimulateParams {
        const tx::Transaction& tx;
        const svm::AccountReader& accounts;
        const svm::Sysvars& sysvars;
        Hash blockhash;  ///< newest closed slot's
        bool check_lifetime = true;
        vm::VmPool& pool;
        invoke::Scratch* scratch = nullptr;
    };
    svm::TxOutcome simulate(const SimulateParams& params) const;
    /// As simulate, with the hooks that the transaction would set off, in order.
    struct SimulatedUnit {
        svm::TxOutcome outcome;
        std::vector<svm::HookOutcome> hooks;
    };
    SimulatedUnit simulate_unit(const SimulateParams& params) const;

    /// What a sanitized message pays. Nothing when its lifetime is neither a recent blockhash nor
    /// the durable nonce it names, as `accounts` has it. Any thread.
    std::optional<Lamports> fee_for_message(const tx::Message& message,
                                            const svm::AccountReader& accounts) const;

    // Entries, in the order a slot has them. The writing thread only.

    /// Passes over slots without a shred: [position().slot, slot), each of which gets a hash.
    void skip_to(Slot slot);
    /// The entry that would open `position().slot` at this wall time (seconds, warps not included).
    shred::SlotOpen next_open(std::int64_t unix_timestamp) const;
    /// The sysvars as they would be after that entry.
    std::shared_ptr<const svm::Sysvars> preview(const shred::SlotOpen& open) const;
    AppliedEntry open_slot(const shred::SlotOpen& open);
    /// Executes and applies, with the hooks it sets off: one unit. A rejected transaction changes
    /// nothing and belongs into no shred.
    AppliedEntry execute(std::shared_ptr<const tx::Transaction> transaction);
    AppliedEntry set_account(const shred::SetAccount& cheat);
    AppliedEntry warp(const shred::Warp& cheat);
    AppliedEntry close_slot();
    /// Gives the closed slot its hash, once its last shred's is known.
    void complete_slot(const Hash& last_shred_hash);

    /// Between entries; O(1).
    BankSnapshot snapshot();
    /// Gives what every account written since was at the snapshot.
    std::vector<std::pair<Pubkey, svm::VersionedAccount>> revert(const BankSnapshot& snapshot);
    void forget(const BankSnapshot& snapshot);

    /// What a ledger must keep besides accounts to go on from between two shreds.
    struct Checkpoint {
        BankPosition position;
        std::optional<Slot> warp_to;
        std::vector<HashedSlot> blockhashes;  ///< oldest first
    };
    /// A bank that goes on from a checkpoint: accounts are given one by one, then the processed
    /// messages that may still come again, then it is ready.
    struct Restore {
        Checkpoint checkpoint;
        std::function<void(const std::function<void(const Pubkey&, const svm::VersionedAccount&)>&)>
            accounts;
        std::vector<std::pair<MessageKey, std::uint64_t>> messages;  ///< block heights ascend
    };
    Bank(BankConfig config, const Restore& restore);

  private:
    class WriterLifetimes;
    struct Empty {};
    /// Without state: what both ways of making one begin with.
    Bank(BankConfig config, Empty);
    runtime::ExecuteParams execute_params(const SimulateParams& params,
                                          const runtime::LifetimeView& lifetimes) const;
    void apply_hooks(const runtime::ExecuteParams& parent, AppliedEntry& applied);
    AppliedEntry apply_writes(shred::Entry entry, std::vector<svm::AccountWrite> writes);
    void push_hash(Slot slot, const Hash& hash);
    void trim_statuses();
    std::vector<svm::AccountWrite> sysvar_writes(const shred::SlotOpen& open) const;

    BankConfig config_;
    Hash genesis_hash_;
    Pubkey identity_;
    AccountDb accounts_;
    BlockhashQueue blockhashes_;
    StatusCache statuses_;
    ProgramCache programs_;
    std::shared_ptr<const svm::Sysvars> sysvars_;
    BankPosition position_;
    std::optional<Slot> warp_to_;          ///< where the slot after the open one begins
    std::vector<BankSnapshot> snapshots_;  ///< oldest first
    vm::VmPool pool_;
    invoke::Scratch scratch_;
    triggers::Cache hook_cache_;
};

/// The compute units that a transaction may use; 0 for one that will be rejected.
std::uint64_t compute_unit_limit(const tx::Transaction& transaction);

}  // namespace orrery::bank

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "devnet/bank/bank.hpp"
#include "devnet/events/event.hpp"
#include "devnet/sequencer/clock.hpp"
#include "devnet/store/ledger.hpp"
#include "sdk/tx/transaction.hpp"
#include "sdk/types/result.hpp"

namespace orrery::sequencer {

using events::Commitment;

/// What makes slots go by.
enum class BlockMode : std::uint8_t {
    interval,   ///< the wall clock, one slot per slot_time
    automatic,  ///< each transaction is a slot ("auto")
    manual,     ///< only advance() and warp()
};

/// A chain as a value: two configurations are two chains, side by side in one process.
struct ChainConfig {
    /// The ledger's genesis replaces another; the same, by genesis_hash, isn't read again.
    bank::BankConfig bank;
    BlockMode block_mode = BlockMode::interval;
    std::chrono::milliseconds slot_time{400};
    std::uint64_t finality_lag = 0;         ///< slots by which finalized trails confirmed
    std::unique_ptr<store::Ledger> ledger;  ///< null: no history, nothing survives
    std::shared_ptr<Clock> clock;           ///< null: the system's
    std::size_t queue_capacity = 65'536;    ///< transactions waiting for execution
    std::size_t queue_bytes = 256u << 20;   ///< of their wires
    std::uint64_t slot_units = 60'000'000;  ///< compute units of a slot
};

/// The chain at one commitment level, all of one moment. Reading through `accounts` sees that
/// moment for as long as the point lives.
struct ChainPoint final : svm::AccountReader {
    /// An account of this moment, the sysvars of an idle chain as if its slot were open.
    svm::VersionedAccount get(const Pubkey& key) const override;

    Commitment level = Commitment::processed;
    Slot slot;  ///< what getSlot answers: the open slot at processed
    std::uint64_t block_height = 0;
    bank::HashedSlot blockhash;                 ///< newest closed slot of that level, with its hash
    std::uint64_t last_valid_block_height = 0;  ///< of a transaction that names that blockhash
    std::uint64_t transaction_count = 0;
    std::shared_ptr<const bank::AccountDb::Pin> accounts;
    std::shared_ptr<const svm::Sysvars> sysvars;  ///< an idle chain's as if its slot were open
};

/// Why a transaction or command was not taken.
enum class SubmitError : std::uint8_t { queue_full, stopped };

/// Why a cheat was refused, for people: cause and fix.
struct CheatError {
    std::string what;
};

/// What became of a transaction that is not yet, or no longer, only history.
struct RecentStatus {
    Slot slot;
    std::optional<tx::TransactionError> error;
    Commitment level = Commitment::processed;
};

/// A running chain: executes, seals and stores on three threads of its own. Every method is
/// thread-safe and, unless it says otherwise, doesn't wait for execution.
class Chain {
  public:
    /// Restores the ledger's state, if it has one, and starts. Error: the ledger's.
    static Result<std::unique_ptr<Chain>, store::StoreError> start(ChainConfig config);
    /// Finishes what is queued, closes the open slot, stores everything.
    ~Chain();

    const bank::Bank& bank() const;  ///< its thread-safe parts only
    const bank::Genesis& genesis() const;
    const Hash& genesis_hash() const;
    BlockMode block_mode() const;
    std::chrono::milliseconds slot_time() const;
    const store::Ledger* ledger() const;  ///< null without one; its queries are thread-safe
    /// Why nothing is confirmed at present, e.g. a full disk; empty while all is well.
    std::string storage_trouble() const;

    ChainPoint at(Commitment level) const;
    /// Whether a transaction may name this blockhash, as of `level`.
    bool is_blockhash_valid(const Hash& blockhash, Commitment level) const;
    std::optional<RecentStatus> recent_status(const Txid& id) const;
    /// A closed slot with a hash, shred or none; nothing for others and for slots not closed at
    /// confirmed.
    std::optional<bank::HashedSlot> closed_slot(Slot slot) const;
    /// The level a slot has reached.
    Commitment level_of(Slot slot) const;

    /// Queues a verified transaction. `done` runs on the execute thread with the outcome, rejected
    /// or applied, and must not block.
    Result<void, SubmitError> submit(std::shared_ptr<const tx::Transaction> transaction,
                                     std::function<void(const svm::TxOutcome&)> done = {});
    /// Executes without applying, on the calling thread.
    svm::TxOutcome simulate(const tx::Transaction& transaction, const ChainPoint& point,
                            bool check_lifetime = true) const;
    /// As simulate, with the hooks that it would set off.
    bank::Bank::SimulatedUnit simulate_unit(const tx::Transaction& transaction,
                                            const ChainPoint& point,
                                            bool check_lifetime = true) const;
    /// What a sanitized message pays; nothing when its lifetime isn't valid at `point`.
    std::optional<Lamports> fee_for_message(const tx::Message& message,
                                            const ChainPoint& point) const;
    /// An airdrop: a transfer from the faucet, made unique. Waits for its execution.
    Result<Txid, std::string> airdrop(const Pubkey& to, Lamports lamports);

    // Cheats: each waits until it is applied.
    Result<void, CheatError> set_account(const shred::SetAccount& account);
    /// Skips to a later slot and moves the clock by `clock_offset` seconds.
    Result<void, CheatError> warp(Slot to_slot, std::int64_t clock_offset);
    /// Closes the open slot, `slots` times. A restart knows of it.
    Result<void, CheatError> advance(std::uint64_t slots);
    Result<std::uint64_t, CheatError> snapshot();
    /// Returns to a snapshot and drops later ones; the snapshot itself is spent.
    Result<void, CheatError> revert(std::uint64_t snapshot);

    /// Events go to `sink` until it is removed or the chain ends. The sink must outlive that.
    void add_sink(events::Sink& sink);
    void remove_sink(events::Sink& sink);

    /// Waits until everything submitted so far is stored.
    void flush();

  private:
    struct Impl;
    explicit Chain(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace orrery::sequencer

#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <variant>
#include <vector>

#include "devnet/sequencer/chain.hpp"
#include "devnet/sequencer/pipeline.hpp"
#include "devnet/sequencer/recent.hpp"
#include "devnet/sequencer/sinks.hpp"
#include "devnet/sequencer/slot_budget.hpp"
#include "devnet/sequencer/work_queue.hpp"

namespace orrery::sequencer {

/// A transaction that waits for execution.
struct Submitted {
    std::shared_ptr<const tx::Transaction> transaction;
    std::function<void(const svm::TxOutcome&)> done;
};

class Executor;
/// What the execute thread is asked to do: a transaction, or anything else that needs the bank.
using Command = std::variant<Submitted, std::function<void(Executor&)>>;

/// The execute thread: owns the bank, decides when slots open and close, and hands everything that
/// changed the chain to the sealer.
class Executor {
  public:
    struct Params {
        bank::Bank& bank;
        BlockMode block_mode;
        std::chrono::milliseconds slot_time;
        Clock& clock;
        WorkQueue<Command>& commands;
        WorkQueue<Group>& groups;
        Marks& marks;
        Recent& recent;
        Sinks& sinks;
        SlotBudget budget;
        std::atomic<std::size_t>& waiting_bytes;  ///< of submitted wires, until they are executed
    };
    explicit Executor(const Params& params);

    /// Until the queue is closed and empty; then closes the open slot.
    void run();

    // For commands, on the execute thread:

    bank::Bank& bank() { return p_.bank; }
    using Done = std::function<void(const svm::TxOutcome&)>;
    void apply(bank::AppliedEntry applied, Done done = {});
    void ensure_open();
    void close_slot();
    /// Lets as many slots go by, the open one first. The last has a shred in any case.
    void advance(std::uint64_t slots);
    /// Makes readable what was applied since the last time, tells of it and hands it over.
    void flush_group();
    /// Waits until all that was handed over is stored.
    void drain();
    /// Continues sealing from another shred, and slot time from now.
    void restart(const SealPlace& place);
    /// Counts slot time from now on.
    void anchor();
    /// Before run(): takes slot time up where a ledger left it, as if the chain had idled since. So
    /// the slots and blockhashes that an idle chain reported are there again; they need no storage.
    void resume();
    StateMark mark() const;

  private:
    struct Applied {
        std::optional<shred::Entry> entry;
        std::shared_ptr<const tx::Transaction> transaction;
        svm::TxOutcome outcome;
        std::uint64_t sequence = 0;
        Done done;
    };
    struct Notice {
        std::function<void(const svm::TxOutcome&)> done;
        std::shared_ptr<const events::Executed> executed;
    };
    void add_step(Applied applied);
    void take(Submitted submitted);
    bool fits_slot(const tx::Transaction& transaction) const;
    void execute(Submitted submitted);
    /// Those that didn't fit into an earlier slot, as far as they fit now.
    void execute_held();
    void tick();
    std::optional<WorkQueue<Command>::TimePoint> next_tick() const;
    Slot scheduled() const;
    bool may_end_early() const;
    void find_timestamp();
    void publish_slot();
    void hand_over();
    void announce();

    Params p_;
    WorkQueue<Command>::TimePoint anchor_time_;
    Slot anchor_slot_;
    Group group_;
    std::deque<Submitted> held_;  ///< for the next slot, in their order
    std::vector<Notice> notices_;
    std::int64_t slot_timestamp_ = 0;
    std::uint32_t index_in_slot_ = 0;
};

}  // namespace orrery::sequencer

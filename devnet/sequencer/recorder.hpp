#pragma once

#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <string>

#include "devnet/sequencer/pipeline.hpp"
#include "devnet/sequencer/recent.hpp"
#include "devnet/sequencer/sinks.hpp"
#include "devnet/sequencer/work_queue.hpp"
#include "devnet/store/ledger.hpp"

namespace orrery::sequencer {

/// The ledger thread: stores sealed shreds, many in one commit when many wait, then tells everybody
/// that they are confirmed. When the disk refuses, nothing is confirmed and it tries again.
class Recorder {
  public:
    Recorder(WorkQueue<Sealed>& in, store::Ledger* ledger, const Pubkey& identity, Marks& marks,
             Recent& recent, Sinks& sinks)
        : in_(in),
          ledger_(ledger),
          identity_(identity),
          marks_(marks),
          recent_(recent),
          sinks_(sinks) {}

    /// Until the queue is closed and empty, or stop_trying() was called while the disk refuses.
    void run();
    void stop_trying() { give_up_ = true; }
    /// Why nothing is being stored now; empty while all is well. Any thread.
    std::string trouble() const {
        return trouble_.with([](const std::string& t) { return t; });
    }
    /// Called by the execute thread while this thread rests: entries after the revert are gone.
    void reverted() { unfinalized_.clear(); }

  private:
    void store(std::vector<Sealed>& batch);
    void confirm(Sealed& sealed);
    void finalize();
    void tell_closed(events::Commitment level, Slot slot);

    WorkQueue<Sealed>& in_;
    store::Ledger* ledger_;
    Pubkey identity_;
    Marks& marks_;
    Recent& recent_;
    Sinks& sinks_;
    std::deque<std::shared_ptr<const events::Executed>> unfinalized_;
    std::array<Slot, events::commitment_count> told_{};  ///< newest closed slot of each level
    std::atomic<bool> give_up_{false};
    Guarded<std::string> trouble_;
};

}  // namespace orrery::sequencer

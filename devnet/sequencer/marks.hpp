#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "devnet/bank/bank.hpp"
#include "devnet/events/commitment.hpp"
#include "devnet/sequencer/guarded.hpp"

namespace orrery::sequencer {

/// What a chain was at one moment between entries. Cheap to copy; holds a pin.
struct StateMark {
    bank::BankPosition position;
    std::optional<Slot> warp_to;
    std::shared_ptr<const bank::AccountDb::Pin> accounts;
    std::shared_ptr<const svm::Sysvars> sysvars;  ///< as if the slot were open, when it isn't

    /// What getSlot answers of a stored state: the slot of its newest shred or, when that is
    /// closed, the newest slot that has a hash.
    Slot stored_slot() const { return position.open ? position.slot : position.parent; }
};

/// The newest state of each commitment level. Thread-safe.
class Marks {
  public:
    /// `finality_lag` in slots.
    explicit Marks(std::uint64_t finality_lag) : lag_(finality_lag) {}

    void executed(StateMark mark);
    /// The states of every level become this one: start and revert.
    void reset(const StateMark& mark);
    /// A state whose entries are all stored. True when the finalized state changed too.
    bool stored(StateMark mark);

    StateMark at(events::Commitment level) const;
    /// The level of an entry that is stored, by its slot.
    events::Commitment level_of(Slot slot) const;
    std::uint64_t finality_lag() const { return lag_; }

  private:
    struct Levels {
        StateMark processed, confirmed, finalized;
        std::deque<StateMark> waiting;  ///< confirmed and not finalized, one per closed slot
    };
    std::uint64_t lag_;
    Guarded<Levels> levels_;
};

}  // namespace orrery::sequencer

#pragma once

#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "devnet/bank/shred_builder.hpp"
#include "devnet/events/event.hpp"
#include "devnet/sequencer/marks.hpp"
#include "devnet/shred/shred.hpp"

namespace orrery::sequencer {

/// An applied entry, or a hook behind its transaction's, on its way from the execute thread to the
/// ledger.
struct Step {
    std::optional<shred::Entry> entry;  ///< nothing for a hook: it follows from the one before
    std::shared_ptr<const events::Executed> executed;
};

/// How the sealer goes on from another place: after a revert, or at the start.
struct SealPlace {
    Hash prev_shred_hash;
    std::uint32_t next_index = 0;
};

/// What the execute thread hands over at once: entries that one state follows. A shred ends only
/// where a group ends, so that every stored state is one that can be read.
struct Group {
    std::vector<Step> steps;
    std::size_t bytes = 0;            ///< of the steps' transactions and what they called
    StateMark mark;                   ///< after the steps
    std::int64_t unix_timestamp = 0;  ///< of the slot
    std::shared_ptr<std::promise<Hash>>
        closed;                        ///< set when the last step closes the slot: its shred
    std::optional<SealPlace> restart;  ///< go on from here; no steps
    std::shared_ptr<std::promise<void>> stored;  ///< wanted by somebody who waits for storage
};

/// A shred, or only a state without one, on its way to the ledger.
struct Sealed {
    std::optional<shred::SealedShred> shred;
    bank::ShredBuilder::Place place;
    std::vector<Step> steps;
    std::vector<bank::ShredBuilder::Update> updates;
    StateMark mark;                 ///< after the steps
    std::optional<StateMark> next;  ///< behind the slot that it closes
    std::int64_t unix_timestamp = 0;
    bool closes_slot = false;
    Hash slot_hash;  ///< when it closes its slot
    std::shared_ptr<std::promise<void>> stored;
};

}  // namespace orrery::sequencer

#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "devnet/events/commitment.hpp"
#include "devnet/svm/state/outcome.hpp"
#include "sdk/tx/transaction.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/key.hpp"

namespace orrery::events {

/// An entry that changed the chain: a transaction, or a cheat or slot entry with account writes
/// only. Shared by every event that speaks of it; immutable.
struct Executed {
    Slot slot;
    std::uint32_t index_in_slot = 0;                     ///< among the slot's transactions
    std::shared_ptr<const tx::Transaction> transaction;  ///< null for other entries
    svm::TxOutcome outcome;
    std::uint64_t sequence = 0;  ///< of the account database, after it
};

/// Entries reached a commitment level, in chain order. At `processed` one at a time, at once; later
/// levels come per shred. Every entry passes every level, once.
struct Reached {
    Commitment level = Commitment::processed;
    std::vector<std::shared_ptr<const Executed>> entries;
};

/// A new slot is open.
struct SlotOpened {
    Slot slot;
    Slot parent;
    Slot root;  ///< newest finalized closed slot
};

/// The chain went back to an earlier state: what was reached after it is undone.
struct Reverted {
    Slot slot;
};

/// Every closed slot up to this one, with or without entries, reached a commitment level. Told
/// after its entries did, at confirmed and finalized.
struct SlotsReached {
    Commitment level = Commitment::confirmed;
    Slot slot;
};

using Event = std::variant<Reached, SlotOpened, Reverted, SlotsReached>;

/// Receives a chain's events, one at a time per chain but from several of its threads. Must not
/// block: the chain waits for it.
class Sink {
  public:
    virtual ~Sink() = default;
    virtual void publish(const Event& event) = 0;
};

}  // namespace orrery::events

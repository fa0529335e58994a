#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <optional>

#include "devnet/events/event.hpp"
#include "devnet/sequencer/guarded.hpp"
#include "sdk/tx/error.hpp"

namespace orrery::sequencer {

/// Transactions that no ledger can tell about yet: executed and not stored or, in a chain without a
/// ledger, of the last slots. Thread-safe.
class Recent {
  public:
    struct Row {
        Slot slot;
        std::optional<tx::TransactionError> error;
    };

    void add(const Txid& id, Slot slot, const std::optional<tx::TransactionError>& error);
    void remove(const Txid& id);
    /// Forgets what is older than `slot`.
    void expire_below(Slot slot);
    void clear();
    std::optional<Row> find(const Txid& id) const;

  private:
    struct Rows {
        boost::unordered_flat_map<Txid, Row, KeyHasher> by_id;
        std::deque<std::pair<Slot, Txid>> order;
    };
    Guarded<Rows> rows_;
};

}  // namespace orrery::sequencer

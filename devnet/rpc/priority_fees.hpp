#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <mutex>
#include <span>
#include <vector>

#include "devnet/events/event.hpp"

namespace orrery::rpc {

/// What transactions bid in the newest slots, per compute unit: getRecentPrioritizationFees.
/// Follows confirmed entries. Thread-safe.
class PriorityFees final : public events::Sink {
  public:
    /// Micro-lamports per compute unit.
    struct SlotFee {
        Slot slot;
        std::uint64_t fee = 0;
    };

    void publish(const events::Event& event) override;

    /// The newest slots with transactions, ascending, at most 150. A slot's fee is the lowest bid
    /// of all, or the highest among `keys` of the lowest bids that wrote each.
    std::vector<SlotFee> recent(std::span<const Pubkey> keys) const;

  private:
    struct Row {
        Slot slot;
        std::uint64_t lowest = UINT64_MAX;
        boost::unordered_flat_map<Pubkey, std::uint64_t, KeyHasher> lowest_of;
        void compact();  ///< once the slot is complete
    };
    void add(const events::Executed& entry);

    mutable std::mutex mutex_;
    std::deque<Row> rows_;  ///< ascending by slot
};

}  // namespace orrery::rpc

#pragma once

#include <cstdint>

namespace orrery::sequencer {

/// The compute units that transactions may use in one slot. A transaction enters a slot by its
/// limit and counts by what it used, hooks included; what those went over the bound is taken off
/// the next slot (docs/spec/hooks.md 5, docs/spec/jumbo.md 5).
class SlotBudget {
  public:
    explicit SlotBudget(std::uint64_t units) : units_(units) {}

    /// Whether a transaction of this limit may run now. An unused slot takes any.
    bool has_room_for(std::uint64_t limit) const {
        return used_ == 0 || debt_ + used_ + limit <= units_;
    }
    void use(std::uint64_t units) { used_ += units; }
    void next_slot() {
        const auto total = debt_ + used_;
        debt_ = total > units_ ? total - units_ : 0;
        used_ = 0;
    }
    /// As at the start of a chain.
    void reset() { debt_ = used_ = 0; }

  private:
    std::uint64_t units_;
    std::uint64_t debt_ = 0;
    std::uint64_t used_ = 0;
};

}  // namespace orrery::sequencer

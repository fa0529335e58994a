#pragma once

#include <vector>

#include "devnet/store/records.hpp"

namespace orrery::store {

/// A run of records that a rewind undid; both ends belong to it.
struct DeadRange {
    Seq first = 0;
    Seq last = 0;
    bool operator==(const DeadRange&) const = default;
};

/// Which records rewinds have undone. Ranges are disjoint and ascending.
class DeadRanges {
  public:
    /// Record `rewind` undoes every record after `target` and before itself. Rewinds come in their
    /// order, and each target was alive.
    void add(Seq target, Seq rewind);

    bool contains(Seq seq) const { return find(seq) != nullptr; }
    /// The range that holds `seq`, or null.
    const DeadRange* find(Seq seq) const;
    const std::vector<DeadRange>& ranges() const { return ranges_; }

  private:
    std::vector<DeadRange> ranges_;
};

}  // namespace orrery::store

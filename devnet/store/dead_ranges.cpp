#include "devnet/store/dead_ranges.hpp"

#include <algorithm>

namespace orrery::store {

void DeadRanges::add(Seq target, Seq rewind) {
    while (!ranges_.empty() && ranges_.back().first > target) ranges_.pop_back();
    if (rewind - target > 1) ranges_.push_back({target + 1, rewind - 1});
}

const DeadRange* DeadRanges::find(Seq seq) const {
    const auto after =
        std::upper_bound(ranges_.begin(), ranges_.end(), seq,
                         [](Seq value, const DeadRange& range) { return value < range.first; });
    if (after == ranges_.begin()) return nullptr;
    const auto& range = *std::prev(after);
    return seq <= range.last ? &range : nullptr;
}

}  // namespace orrery::store

#include "devnet/store/row_map.hpp"

#include <utility>

namespace orrery::store {

// The slot that has the key, or the free one where it would go.
std::size_t RowMap::probe(const std::vector<Slot>& slots, const Pubkey& key) {
    const std::size_t mask = slots.size() - 1;
    std::size_t at = KeyHasher{}(key) >> 8 & mask;  // the low bits chose the table
    while (slots[at].row != 0 && slots[at].key != key) at = (at + 1) & mask;
    return at;
}

std::uint32_t RowMap::find(const Pubkey& key) const {
    const auto& slots = table(key).slots;
    if (slots.empty()) return 0;
    return slots[probe(slots, key)].row;
}

void RowMap::set(const Pubkey& key, std::uint32_t row) {
    auto& [slots, used] = table(key);
    if (4 * (used + 1) > 3 * slots.size()) {
        std::vector<Slot> larger(slots.empty() ? 16 : 2 * slots.size());
        for (const auto& slot : slots)
            if (slot.row != 0) larger[probe(larger, slot.key)] = slot;
        slots = std::move(larger);
    }
    auto& slot = slots[probe(slots, key)];
    if (slot.row == 0) ++used;
    slot = {key, row};
}

}  // namespace orrery::store

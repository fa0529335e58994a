#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sdk/types/key.hpp"

namespace orrery::store {

/// Which row of the accounts table an account has: open addressing in many small tables, so that a
/// million accounts cost some 60 MB and no insertion stops for long to move them all.
class RowMap {
  public:
    /// The account's row; 0 when it has none.
    std::uint32_t find(const Pubkey& key) const;
    /// Sets the row, which is not 0.
    void set(const Pubkey& key, std::uint32_t row);
    void clear() { *this = {}; }

  private:
    struct Slot {
        Pubkey key;
        std::uint32_t row = 0;  ///< 0 = free
    };
    struct Table {
        std::vector<Slot> slots;  ///< a power of two, or none
        std::size_t used = 0;
    };

    static std::size_t probe(const std::vector<Slot>& slots, const Pubkey& key);
    Table& table(const Pubkey& key) { return tables_[KeyHasher{}(key) % tables_.size()]; }
    const Table& table(const Pubkey& key) const {
        return tables_[KeyHasher{}(key) % tables_.size()];
    }

    std::array<Table, 256> tables_;
};

}  // namespace orrery::store

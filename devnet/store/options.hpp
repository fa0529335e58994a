#pragma once

#include <cstddef>
#include <cstdint>

namespace orrery::store {

/// How a ledger trades memory against writing. The defaults suit every use but tests.
struct LedgerOptions {
    /// Index entries (one per transaction, and one per address and shred) kept in memory until they
    /// are written as a sorted run; 16 bytes each.
    std::size_t index_tail = 65'536;
    /// Sorted runs of a level that are merged into one of the next.
    std::size_t index_fan_out = 8;
    /// Accounts are written behind when so many have changed, ...
    std::size_t dirty_accounts = 2048;
    /// ... or their data has so many bytes, ...
    std::size_t dirty_bytes = 8 << 20;
    /// ... or so many transactions would be replayed after a crash.
    std::size_t replay_transactions = 16'384;
    /// Limit of the database file in bytes; 0 = the disk's.
    std::uint64_t max_bytes = 0;
};

}  // namespace orrery::store

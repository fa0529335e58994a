#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <vector>

#include "devnet/store/records.hpp"
#include "devnet/store/sqlite.hpp"
#include "sdk/types/bytes.hpp"

/// The index from 8-byte keys (of transaction ids and of addresses) to records. Keys are random,
/// and a B-tree keyed by them writes a page per entry once it has outgrown its cache
/// (performance.md 3), so this is a log-structured merge tree: the newest entries in memory, older
/// ones in sorted runs of blocks that are written once, in order, and merged.
namespace orrery::store {

/// One fact: what `key` stands for occurs in record `seq` as transaction `transaction` (0 for an
/// address). Sorted by key, then by age.
struct IndexEntry {
    std::uint64_t key = 0;
    std::uint64_t place = 0;
    auto operator<=>(const IndexEntry&) const = default;
};
constexpr std::size_t index_entry_size = 16;
constexpr std::size_t index_block_entries = 1024;

constexpr unsigned transaction_bits = 24;  ///< of a place; the rest is the seq
constexpr std::uint64_t make_place(Seq seq, std::uint32_t transaction = 0) {
    return seq << transaction_bits | transaction;
}
constexpr Seq seq_of(std::uint64_t place) { return place >> transaction_bits; }
constexpr std::uint32_t transaction_of(std::uint64_t place) {
    return static_cast<std::uint32_t>(place & ((1u << transaction_bits) - 1));
}

/// A sorted run: rows [first_block, first_block + fences.size()) of the table index_blocks.
struct IndexRun {
    std::int64_t id = 0;
    std::int64_t level = 0;
    std::int64_t first_block = 0;
    std::vector<IndexEntry> fences;  ///< the first entry of each block
};
using IndexRunRef = std::shared_ptr<const IndexRun>;

Bytes encode_entries(const std::vector<IndexEntry>& entries);
std::vector<IndexEntry> decode_entries(ByteSpan bytes);

/// Reads blocks of runs over one connection.
class BlockReader {
  public:
    static Result<BlockReader, StoreError> prepare(sqlite::Connection& connection);
    Result<std::vector<IndexEntry>, StoreError> read(const sqlite::Connection& connection,
                                                     std::int64_t block);

  private:
    sqlite::Statement select_;
};

}  // namespace orrery::store

#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "devnet/store/index_run.hpp"

namespace orrery::store {

/// The index as of one commit: immutable, cheap to copy, held by a reader while it searches. What
/// it refers to in the database stays there as long as it is held.
struct IndexView {
    using Block = std::vector<IndexEntry>;

    std::vector<IndexRunRef> runs;
    std::vector<std::shared_ptr<const Block>> sorted;  ///< in memory, each sorted
    /// The newest entries, in no order. The writer appends to it without moving what is there, and
    /// readers look at the first `newest_count` only.
    std::shared_ptr<const IndexEntry[]> newest;
    std::size_t newest_count = 0;
};

/// Walks the places of one key from the newest to the oldest.
class IndexCursor {
  public:
    /// Starts at the newest place below `below`. Everything given must outlive the cursor.
    static Result<IndexCursor, StoreError> open(const IndexView& view,
                                                const sqlite::Connection& connection,
                                                BlockReader& blocks, std::uint64_t key,
                                                std::uint64_t below = UINT64_MAX);

    /// The next place; nothing after the last.
    Result<std::optional<std::uint64_t>, StoreError> next();

  private:
    // One run's candidates: entries [0, left) of its block `block`, then the blocks before.
    struct Source {
        const IndexRun* run;
        std::size_t block;
        std::vector<IndexEntry> entries;
        std::size_t left;
    };

    IndexCursor(const sqlite::Connection& connection, BlockReader& blocks, std::uint64_t key)
        : connection_(&connection), blocks_(&blocks), key_(key) {}

    void collect_from_memory(const IndexView& view, std::uint64_t below);
    Result<void, StoreError> open_source(const IndexRun& run, std::uint64_t below);
    Result<void, StoreError> drop_newest(Source& source);
    bool has(const Source& source) const;

    const sqlite::Connection* connection_;
    BlockReader* blocks_;
    std::uint64_t key_;
    std::vector<std::uint64_t> memory_;  ///< ascending, taken from the back
    std::vector<Source> sources_;
};

}  // namespace orrery::store

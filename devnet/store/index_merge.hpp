#pragma once

#include <vector>

#include "devnet/store/dead_ranges.hpp"
#include "devnet/store/index_run.hpp"

namespace orrery::store {

/// Merges sorted runs into one, a bounded step at a time; drops repeated and dead entries. Blocks
/// are written as they fill.
class IndexMerge {
  public:
    /// Where the output goes; its blocks are reserved from `first_block` on.
    struct Output {
        std::int64_t id = 0;
        std::int64_t level = 0;
        std::int64_t first_block = 0;
    };

    IndexMerge(std::vector<IndexRunRef> inputs, const Output& output);

    /// The most blocks that the output can have.
    std::int64_t reserved_blocks() const;

    /// What a step needs of the writer.
    struct Context {
        const sqlite::Connection& connection;
        BlockReader& blocks;
        sqlite::Statement& insert_block;
        const DeadRanges& dead;
    };
    /// Takes up to `entries` entries from the inputs. True once finished.
    Result<bool, StoreError> step(const Context& context, std::size_t entries);

    const std::vector<IndexRunRef>& inputs() const { return inputs_; }
    /// The finished run.
    IndexRun take_output() { return std::move(output_); }
    const IndexRun& output() const { return output_; }

  private:
    struct Cursor {
        const IndexRun* run;
        std::size_t next_block = 0;
        std::vector<IndexEntry> entries;
        std::size_t at = 0;
    };

    Result<void, StoreError> fill(const Context& context, Cursor& cursor);
    Result<void, StoreError> write_block(const Context& context);
    Cursor* lowest();

    std::vector<IndexRunRef> inputs_;
    std::vector<Cursor> cursors_;
    bool started_ = false;
    IndexRun output_;
    std::vector<IndexEntry> block_;  ///< the output's next block
    IndexEntry last_;                ///< the newest entry given out, for dropping repetitions
    bool any_ = false;
};

}  // namespace orrery::store

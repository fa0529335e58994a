#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "devnet/store/dead_ranges.hpp"
#include "devnet/store/index_merge.hpp"
#include "devnet/store/index_view.hpp"
#include "devnet/store/options.hpp"

namespace orrery::store {

/// The writing side of the index; belongs to the ledger's writer. Changes to the database happen in
/// the writer's transaction, between which the writer says whether it was committed.
class IndexWriter {
  public:
    static Result<IndexWriter, StoreError> open(sqlite::Connection& connection,
                                                const LedgerOptions& options);

    /// Adds entries in memory; only of records that are committed.
    void add(std::span<const IndexEntry> entries);
    /// Whether memory holds as much as it may.
    bool full() const;
    bool empty_tail() const { return tail_.sorted.empty() && tail_.newest_count == 0; }

    /// In a transaction: writes what is in memory as a run. Memory keeps it until committed().
    Result<void, StoreError> flush();
    /// In a transaction: merges runs and deletes merged ones, for about `budget` entries.
    Result<void, StoreError> work(std::size_t budget, const DeadRanges& dead);
    /// Whether work() would find some to do.
    bool has_work() const;

    /// The transaction was committed, or wasn't.
    void committed();
    void aborted();

    /// What readers search; valid until the next committed() or add().
    IndexView view() const;

  private:
    /// Blocks of a run that is in no view any more, once `run` has expired.
    struct Garbage {
        std::int64_t id = 0;
        std::int64_t first_block = 0;
        std::int64_t end_block = 0;
        std::weak_ptr<const IndexRun> run;
    };
    /// What the tables say.
    struct Stored {
        std::vector<IndexRunRef> runs;  ///< oldest first
        std::vector<Garbage> garbage;
        std::optional<Garbage> building;  ///< the output of a merge that isn't finished
        std::int64_t next_id = 1;
        std::int64_t next_block = 1;
    };
    struct Tail {
        std::vector<std::shared_ptr<const IndexView::Block>> sorted;
        std::shared_ptr<IndexEntry[]> newest;
        std::size_t newest_count = 0;
    };
    struct Statements {
        sqlite::Statement insert_block;
        sqlite::Statement insert_run;
        sqlite::Statement finish_run;
        sqlite::Statement retire_run;
        sqlite::Statement delete_blocks;
        sqlite::Statement delete_run;
        BlockReader blocks;
    };

    IndexWriter(sqlite::Connection& connection, const LedgerOptions& options)
        : connection_(&connection), options_(options) {}

    Result<void, StoreError> prepare();
    Result<void, StoreError> load();
    std::vector<IndexEntry> sorted_tail() const;
    std::vector<IndexRunRef> merge_candidates() const;
    Result<void, StoreError> insert_run(const IndexRun& run, std::int64_t blocks, bool finished);
    Result<void, StoreError> start_merge(std::vector<IndexRunRef> inputs);
    Result<void, StoreError> finish_merge();
    Result<bool, StoreError> delete_garbage();
    bool has_garbage() const;

    sqlite::Connection* connection_;
    LedgerOptions options_;
    Statements statements_;
    Tail tail_;
    Stored stored_;  ///< committed
    Stored staged_;  ///< as of the running transaction
    bool flushed_ = false;
    bool changed_ = false;  ///< staged_ differs from stored_
    std::unique_ptr<IndexMerge> merge_;
};

}  // namespace orrery::store

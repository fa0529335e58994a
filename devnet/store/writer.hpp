#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "devnet/store/account_cache.hpp"
#include "devnet/store/index_writer.hpp"
#include "devnet/store/options.hpp"
#include "devnet/store/published.hpp"
#include "devnet/store/records.hpp"
#include "devnet/store/sqlite.hpp"
#include "devnet/store/transaction_table.hpp"

namespace orrery::store {

/// The one writing connection. Every change is one SQLite transaction; what is kept in memory
/// follows only after its commit, so that a failed change leaves no trace. One thread at a time.
class Writer {
  public:
    /// `published` must outlive the writer.
    static Result<std::unique_ptr<Writer>, StoreError> open(sqlite::Connection connection,
                                                            const LedgerOptions& options,
                                                            Published& published);

    Result<Seq, StoreError> append(std::span<const ShredRecord> shreds);
    Result<Seq, StoreError> rewind(Seq target, std::span<const AccountUpdate> restored);
    /// One bounded step; true when there is more.
    Result<bool, StoreError> maintain();
    Result<void, StoreError> start_log();
    Result<void, StoreError> flush_accounts();
    Result<bool, StoreError> clean(std::size_t max_rows);
    void recover_accounts(std::span<const AccountUpdate> updates) { accounts_->recover(updates); }
    Result<void, StoreError> each_account(const std::function<void(AccountUpdate&&)>& visit);

  private:
    /// Where the next shred goes.
    struct Position {
        Tip tip;
        Seq slot_seq = 0;              ///< first shred of the slot, while it is open
        std::uint64_t slot_count = 0;  ///< transactions of the slot so far, while it is open
    };
    struct Statements {
        sqlite::Statement insert_shred;
        sqlite::Statement insert_block;
        sqlite::Statement insert_rewind;
        sqlite::Statement set_indexed;
        sqlite::Statement newest_shred;
        sqlite::Statement first_row;
        sqlite::Statement delete_shreds;
        sqlite::Statement delete_rewinds;
        sqlite::Statement delete_blocks;
    };

    Writer(sqlite::Connection connection, const LedgerOptions& options, Published& published)
        : connection_(std::move(connection)), options_(options), published_(published) {}

    Result<void, StoreError> load();
    Result<void, StoreError> prepare();
    Result<void, StoreError> load_rewinds();
    Result<void, StoreError> load_index_tail(Seq indexed_seq);
    Result<Position, StoreError> position_at(Seq seq, const DeadRanges& dead);
    Result<void, StoreError> check_newest_shred();

    /// Runs `change` in a transaction and tells index and accounts how it ended.
    Result<void, StoreError> transact(const std::function<Result<void, StoreError>()>& change);
    Result<void, StoreError> flush_index();
    Result<void, StoreError> insert(const ShredRecord& shred, Seq seq, Position& position,
                                    std::vector<IndexEntry>& entries);
    Result<void, StoreError> insert_block(const ShredRecord& shred, Seq seq,
                                          const Position& position, std::uint64_t transactions);
    Result<std::optional<Seq>, StoreError> first_row(const DeadRange& range);
    Result<void, StoreError> delete_dead_rows(const DeadRange& part);
    void publish();

    sqlite::Connection connection_;
    LedgerOptions options_;
    Published& published_;
    Statements statements_;
    std::optional<IndexWriter> index_;
    std::optional<AccountCache> accounts_;
    std::shared_ptr<const DeadRanges> dead_;
    Position position_;
    Hash genesis_hash_;
    std::vector<DeadRange> dead_rows_;  ///< whose rows may still be there
};

}  // namespace orrery::store

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "devnet/store/index_view.hpp"
#include "devnet/store/published.hpp"
#include "devnet/store/records.hpp"
#include "devnet/store/sqlite.hpp"
#include "devnet/store/transaction_table.hpp"

namespace orrery::store {

/// One reading connection. Each query sees one state of the ledger, without dead records. One
/// thread at a time.
class Reader {
  public:
    /// `published` must outlive the reader.
    static Result<std::unique_ptr<Reader>, StoreError> open(sqlite::Connection connection,
                                                            const Published& published);

    Result<GenesisRecord, StoreError> genesis();
    Result<void, StoreError> each_shred(Seq after, const std::function<bool(StoredShred&&)>& visit);
    Result<std::vector<StoredShred>, StoreError> shreds_of_slot(Slot slot);
    Result<std::optional<BlockInfo>, StoreError> block(Slot slot);
    Result<std::vector<BlockInfo>, StoreError> blocks(Slot first, Slot last, std::size_t limit);
    Result<void, StoreError> each_block_down(Slot from,
                                             const std::function<bool(const BlockInfo&)>& visit);
    Result<std::optional<BlockInfo>, StoreError> edge_block(bool newest);
    Result<std::vector<StoredTransaction>, StoreError> transactions_of_block(Slot slot);
    Result<std::optional<StoredTransaction>, StoreError> transaction(const Txid& id);
    Result<std::vector<StoredTransaction>, StoreError> transactions_of_address(
        const Pubkey& address, const std::optional<Txid>& before, const std::optional<Txid>& until,
        std::size_t limit);

  private:
    /// One state of the ledger, while it lives.
    struct Snapshot {
        IndexView index;
        sqlite::Transaction transaction;
        std::shared_ptr<const DeadRanges> dead;
    };
    /// The small columns of a shred.
    struct ShredRow {
        Seq seq = 0;
        Slot slot;
        std::int64_t unix_timestamp = 0;
        std::uint32_t transactions_before = 0;  ///< in the slot
    };
    struct Statements {
        sqlite::Statement pin;
        sqlite::Statement shreds;
        sqlite::Statement shred_row;
        sqlite::Statement shred_transactions;
        sqlite::Statement block;
        sqlite::Statement blocks;
        sqlite::Statement oldest_blocks;
        sqlite::Statement newest_blocks;
        sqlite::Statement blocks_down;
        sqlite::Statement last_shreds;
        BlockReader index_blocks;
    };
    struct AddressQuery;

    Reader(sqlite::Connection connection, const Published& published)
        : connection_(std::move(connection)), published_(published) {}

    Result<void, StoreError> prepare();
    StoreError damaged_shred(Seq seq) const;
    Result<Snapshot, StoreError> snapshot();
    Result<std::optional<BlockInfo>, StoreError> live_block(const Snapshot& at, Slot slot);
    Result<std::vector<StoredShred>, StoreError> open_slot(const Snapshot& at, Slot slot);
    Result<std::optional<ShredRow>, StoreError> shred_row(const Snapshot& at, Seq seq);
    Result<Bytes, StoreError> read(Seq seq, const char* column, std::uint64_t offset,
                                   std::uint64_t length);
    Result<TransactionSpan, StoreError> span(Seq seq, std::uint32_t transaction);
    Result<StoredTransaction, StoreError> read_transaction(const ShredRow& row,
                                                           std::uint32_t transaction);
    Result<std::optional<std::uint64_t>, StoreError> find(const Snapshot& at, const Txid& id);
    Result<void, StoreError> append_transactions(const Snapshot& at, const BlockInfo& block,
                                                 std::vector<StoredTransaction>& out);
    Result<std::vector<std::uint32_t>, StoreError> naming(Seq seq, std::uint64_t address_key);
    Result<void, StoreError> collect(const Snapshot& at, AddressQuery& query);
    Result<bool, StoreError> collect_from_shred(const ShredRow& row, AddressQuery& query);

    sqlite::Connection connection_;
    const Published& published_;
    Statements statements_;
};

}  // namespace orrery::store

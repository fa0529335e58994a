#pragma once

#include <functional>
#include <optional>
#include <span>
#include <unordered_map>

#include "devnet/store/options.hpp"
#include "devnet/store/records.hpp"
#include "devnet/store/row_map.hpp"
#include "devnet/store/sqlite.hpp"

namespace orrery::store {

/// Inserts accounts into one of the two account tables, and reads them back.
class AccountTable {
  public:
    static Result<AccountTable, StoreError> prepare(sqlite::Connection& connection,
                                                    const std::string& table);
    Result<void, StoreError> put(std::int64_t row, const AccountUpdate& update);
    Result<void, StoreError> erase(std::int64_t row);
    using Visit = std::function<void(std::int64_t row, AccountUpdate&& update)>;
    Result<void, StoreError> each(const Visit& visit);

  private:
    sqlite::Connection* connection_ = nullptr;
    sqlite::Statement put_;
    sqlite::Statement erase_;
    sqlite::Statement each_;
};

/// The accounts table: all accounts that records up to some seq changed, as of that seq. Written
/// behind, so that an account that changes often is written seldom. Rows are numbered in the order
/// of their first write: a table keyed by address would be written at random places. Belongs to the
/// ledger's writer; database changes happen in its transaction.
class AccountCache {
  public:
    /// With records after `stored_seq`, the cache stands still until recover().
    static Result<AccountCache, StoreError> open(sqlite::Connection& connection,
                                                 const LedgerOptions& options, Seq stored_seq,
                                                 Seq last_seq);
    /// What the records after stored_seq() changed, as replaying them showed.
    void recover(std::span<const AccountUpdate> updates);

    /// Takes over what committed records changed.
    void change(std::span<const AccountUpdate> updates, std::size_t transactions);
    /// Whether so much waits that flush() is due.
    bool full() const;
    bool clean() const { return !complete_ || dirty_.empty(); }

    /// In a transaction, unless clean(): writes what waits; the table then is as of `seq`. What
    /// waits does so until committed().
    Result<void, StoreError> flush(Seq seq);
    /// In a transaction that undoes all records after `target`: when the table is ahead of it,
    /// writes `restored`, the values as of `target` of every account changed since.
    Result<void, StoreError> rewind(Seq target, Seq rewind,
                                    std::span<const AccountUpdate> restored);

    void committed();
    void aborted();
    /// After a committed rewind: what waits for undone records gives way to `restored`.
    void replace(std::span<const AccountUpdate> restored) { change(restored, 0); }

    /// The record that the table is as of.
    Seq stored_seq() const { return stored_seq_; }
    /// Every account of the table; then those of genesis that it doesn't have.
    Result<void, StoreError> each(const std::function<void(AccountUpdate&&)>& visit);

  private:
    AccountCache(sqlite::Connection& connection, const LedgerOptions& options, Seq stored_seq)
        : connection_(&connection), options_(options), stored_seq_(stored_seq) {}

    Result<void, StoreError> know_rows();
    void know_row(const Pubkey& key, std::int64_t row);
    Result<void, StoreError> write(const AccountUpdate& update);
    Result<void, StoreError> set_stored_seq(Seq seq);
    void forget_dirty();

    sqlite::Connection* connection_;
    LedgerOptions options_;
    AccountTable table_;
    sqlite::Statement set_seq_;
    Seq stored_seq_;
    std::unordered_map<Pubkey, AccountUpdate> dirty_;
    bool complete_ = true;  ///< dirty_ has all that records after stored_seq_ changed
    std::size_t dirty_bytes_ = 0;
    std::size_t transactions_ = 0;  ///< since the last flush
    RowMap rows_;
    std::uint32_t next_row_ = 1;
    bool rows_known_ = false;
    // Of the running transaction:
    std::optional<Seq> staged_seq_;
    bool flushed_ = false;
    bool rewound_ = false;
};

}  // namespace orrery::store

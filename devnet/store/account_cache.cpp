#include "devnet/store/account_cache.hpp"

#include <algorithm>

namespace orrery::store {
namespace {

using sqlite::Query;

std::size_t data_size(const AccountUpdate& update) {
    return update.account ? update.account->data.size() : 0;
}

AccountUpdate read_row(const Query& row) {
    AccountUpdate update{.key = row.key<Pubkey>(1), .version = row.u64(2), .account = nullptr};
    if (row.is_null(4)) return update;
    update.account = std::make_shared<const Account>(Account{
        .lamports = {row.u64(3)},
        .owner = row.key<Pubkey>(4),
        .executable = row.i64(5) != 0,
        .rent_epoch = row.u64(6),
        .data = AccountData::from(row.bytes(7)),
    });
    return update;
}

}  // namespace

Result<AccountTable, StoreError> AccountTable::prepare(sqlite::Connection& connection,
                                                       const std::string& table) {
    AccountTable out;
    out.connection_ = &connection;
    TRY(out.put_, connection.prepare("REPLACE INTO " + table +
                                     "(id, key, version, lamports, owner, executable, rent_epoch, "
                                     "data) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"));
    TRY(out.erase_, connection.prepare("DELETE FROM " + table + " WHERE id = ?"));
    TRY(out.each_, connection.prepare("SELECT id, key, version, lamports, owner, executable, "
                                      "rent_epoch, data FROM " +
                                      table + " ORDER BY id"));
    return out;
}

Result<void, StoreError> AccountTable::put(std::int64_t row, const AccountUpdate& update) {
    Query query(*connection_, put_);
    query.bind(row).bind(update.key).bind(update.version);
    if (!update.account) return query.run();  // the other columns stay NULL
    const auto& account = *update.account;
    query.bind(account.lamports.value).bind(account.owner);
    query.bind(std::int64_t{account.executable}).bind(account.rent_epoch);
    if (const auto block = account.data.block()) return query.bind(*block).run();
    const Bytes data = account.data.to_bytes();
    query.bind(data);
    return query.run();
}

Result<void, StoreError> AccountTable::erase(std::int64_t row) {
    Query query(*connection_, erase_);
    return query.bind(row).run();
}

Result<void, StoreError> AccountTable::each(const Visit& visit) {
    Query query(*connection_, each_);
    while (true) {
        TRY(const bool row, query.step());
        if (!row) return {};
        visit(query.i64(0), read_row(query));
    }
}

Result<AccountCache, StoreError> AccountCache::open(sqlite::Connection& connection,
                                                    const LedgerOptions& options, Seq stored_seq,
                                                    Seq last_seq) {
    AccountCache cache(connection, options, stored_seq);
    TRY(cache.table_, AccountTable::prepare(connection, "accounts"));
    cache.complete_ = stored_seq == last_seq;
    TRY(cache.set_seq_, connection.prepare("UPDATE state SET accounts_seq = ?"));
    return cache;
}

void AccountCache::change(std::span<const AccountUpdate> updates, std::size_t transactions) {
    transactions_ += transactions;
    for (const auto& update : updates) {
        auto& waiting = dirty_[update.key];
        dirty_bytes_ -= data_size(waiting);
        waiting = update;
        dirty_bytes_ += data_size(waiting);
    }
}

void AccountCache::recover(std::span<const AccountUpdate> updates) {
    if (!complete_) change(updates, 0);
    complete_ = true;
}

bool AccountCache::full() const {
    if (!complete_) return false;
    return dirty_.size() >= options_.dirty_accounts || dirty_bytes_ >= options_.dirty_bytes ||
           transactions_ >= options_.replay_transactions;
}

// Which row an account has is known in memory: after reading them all, once.
Result<void, StoreError> AccountCache::know_rows() {
    if (rows_known_) return {};
    TRY(auto select, connection_->prepare("SELECT id, key FROM accounts"));
    Query query(*connection_, select);
    while (true) {
        TRY(const bool row, query.step());
        if (!row) break;
        know_row(query.key<Pubkey>(1), query.i64(0));
    }
    rows_known_ = true;
    return {};
}

void AccountCache::know_row(const Pubkey& key, std::int64_t row) {
    const auto number = static_cast<std::uint32_t>(row);
    rows_.set(key, number);
    next_row_ = std::max(next_row_, number + 1);
}

Result<void, StoreError> AccountCache::write(const AccountUpdate& update) {
    auto row = rows_.find(update.key);
    if (row == 0) rows_.set(update.key, row = next_row_++);
    const bool never_seen = update.version == 0 && !update.account;
    return never_seen ? table_.erase(row) : table_.put(row, update);
}

Result<void, StoreError> AccountCache::set_stored_seq(Seq seq) {
    staged_seq_ = seq;
    Query query(*connection_, set_seq_);
    return query.bind(seq).run();
}

Result<void, StoreError> AccountCache::flush(Seq seq) {
    if (clean()) return {};
    CHECK_OK(know_rows());
    for (const auto& [key, update] : dirty_) CHECK_OK(write(update));
    CHECK_OK(set_stored_seq(seq));
    flushed_ = true;
    return {};
}

Result<void, StoreError> AccountCache::rewind(Seq target, Seq rewind,
                                              std::span<const AccountUpdate> restored) {
    if (stored_seq_ <= target) return {};
    CHECK_OK(know_rows());
    for (const auto& update : restored) CHECK_OK(write(update));
    rewound_ = true;
    return set_stored_seq(rewind);
}

void AccountCache::forget_dirty() {
    dirty_.clear();
    dirty_bytes_ = 0;
    transactions_ = 0;
}

void AccountCache::committed() {
    if (staged_seq_) stored_seq_ = *staged_seq_;
    if (flushed_) forget_dirty();
    if (rewound_) complete_ = true;  // nothing is left that isn't in the table
    staged_seq_.reset();
    flushed_ = rewound_ = false;
}

// A row number given to an account that wasn't written stays its own.
void AccountCache::aborted() {
    staged_seq_.reset();
    flushed_ = rewound_ = false;
}

Result<void, StoreError> AccountCache::each(const std::function<void(AccountUpdate&&)>& visit) {
    rows_.clear();
    CHECK_OK(table_.each([&](std::int64_t row, AccountUpdate&& update) {
        know_row(update.key, row);
        visit(std::move(update));
    }));
    rows_known_ = true;
    TRY(auto genesis, AccountTable::prepare(*connection_, "genesis_accounts"));
    return genesis.each([&](std::int64_t, AccountUpdate&& update) {
        if (rows_.find(update.key) == 0) visit(std::move(update));
    });
}

}  // namespace orrery::store

#include "devnet/store/writer.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "devnet/shred/shred.hpp"
#include "devnet/store/genesis.hpp"
#include "sdk/types/check.hpp"

namespace orrery::store {
namespace {

using sqlite::Query;
using sqlite::Transaction;

// Index work done with each append, per entry appended: each entry is merged once per level, and
// has to be deleted afterwards. More than is needed for a billion entries.
constexpr std::size_t index_work_per_entry = 8;
constexpr std::size_t index_work_when_idle = 32 * 1024;
constexpr std::size_t dead_rows_when_idle = 32;  ///< up to a MiB each

// Ids first, in the order of the shred; then addresses, each once.
void add_index_entries(const ShredRecord& shred, Seq seq, const TransactionTable& table,
                       std::vector<IndexEntry>& entries) {
    std::uint32_t i = 0;
    for (const auto& transaction : shred.transactions)
        entries.push_back({id_key(transaction.id), make_place(seq, i++)});
    std::optional<std::uint64_t> last;
    for (const auto& address : table.addresses)
        if (std::exchange(last, address.key) != address.key)
            entries.push_back({address.key, make_place(seq)});
}

// What readers rely on; the sequencer's bug if it isn't so.
void check_record(const ShredRecord& shred) {
    ORRERY_CHECK(shred.bytes != nullptr);
    ORRERY_CHECK(shred.transactions.size() < 1u << transaction_bits);
    for (const auto& transaction : shred.transactions) {
        const auto size = shred.bytes->size();
        ORRERY_CHECK(transaction.wire_length > Txid::size && transaction.wire_offset <= size &&
                     transaction.wire_length <= size - transaction.wire_offset);
        const auto* id = shred.bytes->data() + transaction.wire_offset + 1;
        ORRERY_CHECK(std::memcmp(id, transaction.id.bytes.data(), Txid::size) == 0);
    }
}

}  // namespace

Result<std::unique_ptr<Writer>, StoreError> Writer::open(sqlite::Connection connection,
                                                         const LedgerOptions& options,
                                                         Published& published) {
    // The index and the accounts refer to the connection, so the writer stays where it is.
    auto writer = std::unique_ptr<Writer>(new Writer(std::move(connection), options, published));
    CHECK_OK(writer->load());
    return writer;
}

Result<void, StoreError> Writer::prepare() {
    auto& s = statements_;
    auto& db = connection_;
    TRY(s.insert_shred,
        db.prepare("INSERT INTO shreds(seq, slot, idx, last, time, slot_seq, transactions, "
                   "slot_before, chain_before, hash, transaction_table, metas, bytes) "
                   "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    TRY(s.insert_block,
        db.prepare("INSERT INTO blocks(seq, slot, first_seq, parent, height, time, transactions, "
                   "blockhash, previous) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    TRY(s.insert_rewind, db.prepare("INSERT INTO rewinds(seq, target) VALUES(?, ?)"));
    TRY(s.set_indexed, db.prepare("UPDATE state SET indexed_seq = ?"));
    TRY(s.newest_shred,
        db.prepare("SELECT seq, slot, idx, last, slot_seq, transactions, slot_before, "
                   "chain_before, hash FROM shreds WHERE seq <= ? ORDER BY seq DESC LIMIT 1"));
    TRY(s.first_row,
        db.prepare(
            "SELECT min(first) FROM (SELECT min(seq) AS first FROM shreds WHERE seq BETWEEN "
            "?1 AND ?2 UNION ALL SELECT min(seq) FROM rewinds WHERE seq BETWEEN ?1 AND ?2)"));
    TRY(s.delete_shreds, db.prepare("DELETE FROM shreds WHERE seq >= ? AND seq <= ?"));
    TRY(s.delete_rewinds, db.prepare("DELETE FROM rewinds WHERE seq >= ? AND seq <= ?"));
    TRY(s.delete_blocks, db.prepare("DELETE FROM blocks WHERE seq >= ? AND seq <= ?"));
    return {};
}

Result<void, StoreError> Writer::load() {
    CHECK_OK(prepare());
    TRY(genesis_hash_, read_genesis_hash(connection_));
    CHECK_OK(load_rewinds());
    TRY(const auto newest,
        connection_.integer("SELECT max(ifnull((SELECT max(seq) FROM shreds), 0),"
                            " ifnull((SELECT max(seq) FROM rewinds), 0))"));
    TRY(position_, position_at(static_cast<Seq>(newest), *dead_));
    CHECK_OK(check_newest_shred());
    TRY(index_, IndexWriter::open(connection_, options_));
    TRY(const auto indexed, connection_.integer("SELECT indexed_seq FROM state"));
    CHECK_OK(load_index_tail(static_cast<Seq>(indexed)));
    TRY(const auto stored, connection_.integer("SELECT accounts_seq FROM state"));
    TRY(accounts_, AccountCache::open(connection_, options_, static_cast<Seq>(stored)));
    dead_rows_ = dead_->ranges();
    publish();
    return {};
}

Result<void, StoreError> Writer::load_rewinds() {
    auto dead = std::make_shared<DeadRanges>();
    TRY(auto select, connection_.prepare("SELECT seq, target FROM rewinds ORDER BY seq"));
    Query query(connection_, select);
    while (true) {
        TRY(const bool row, query.step());
        if (!row) break;
        dead->add(query.u64(1), query.u64(0));
    }
    dead_ = std::move(dead);
    return {};
}

// What is in no run yet has to come from the records.
Result<void, StoreError> Writer::load_index_tail(Seq indexed_seq) {
    TRY(auto select, connection_.prepare("SELECT seq, transaction_table, bytes FROM shreds "
                                         "WHERE seq > ? ORDER BY seq"));
    Query query(connection_, select);
    query.bind(indexed_seq);
    std::vector<IndexEntry> entries;
    while (true) {
        TRY(const bool row, query.step());
        if (!row) return {};
        const auto table = decode_table(query.bytes(1));
        const auto bytes = query.bytes(2);
        entries.clear();
        std::uint32_t i = 0;
        for (const auto& span : table ? table->spans : std::vector<TransactionSpan>{}) {
            if (span.wire_offset + std::uint64_t{1} + Txid::size > bytes.size()) continue;
            const auto id = Txid::from(bytes.subspan(span.wire_offset + std::size_t{1}));
            entries.push_back({id_key(id), make_place(query.u64(0), i++)});
        }
        std::optional<std::uint64_t> last;
        for (const auto& address : table ? table->addresses : std::vector<AddressEntry>{})
            if (std::exchange(last, address.key) != address.key)
                entries.push_back({address.key, make_place(query.u64(0))});
        index_->add(entries);
    }
}

// The position after record `seq`, which is alive.
Result<Writer::Position, StoreError> Writer::position_at(Seq seq, const DeadRanges& dead) {
    Position position;
    position.tip.last_seq = seq;
    position.tip.last_shred_hash = genesis_hash_;
    for (Seq below = seq;;) {
        Query query(connection_, statements_.newest_shred);
        TRY(const bool row, query.bind(below).step());
        if (!row) return position;
        if (const auto* range = dead.find(query.u64(0))) {
            below = range->first - 1;
            continue;
        }
        auto& tip = position.tip;
        tip.slot = Slot{query.u64(1)};
        tip.shred_index = query.u32(2);
        tip.slot_closed = query.i64(3) != 0;
        tip.transaction_count = query.u64(7) + query.u64(5);
        tip.last_shred_hash = query.key<Hash>(8);
        if (tip.slot_closed) return position;
        position.slot_seq = query.u64(4);
        position.slot_count = query.u64(6) + query.u64(5);
        return position;
    }
}

// The end of the ledger is where an interrupted copy or a bad disk shows.
Result<void, StoreError> Writer::check_newest_shred() {
    TRY(auto select,
        connection_.prepare("SELECT hash, bytes FROM shreds ORDER BY seq DESC LIMIT 1"));
    Query query(connection_, select);
    TRY(const bool row, query.step());
    if (!row) return {};
    const auto bytes = query.bytes(1);
    constexpr auto shortest = shred::header_size + shred::signature_size;
    if (bytes.size() >= shortest && shred::shred_hash(bytes) == query.key<Hash>(0)) return {};
    return fail(StoreError{StoreErrorCode::damaged,
                           connection_.file() + " is damaged (its newest shred doesn't have its "
                                                "hash); restore a copy, or start over with "
                                                "--reset"});
}

Result<void, StoreError> Writer::transact(const std::function<Result<void, StoreError>()>& change) {
    const auto run = [&]() -> Result<void, StoreError> {
        TRY(auto transaction, Transaction::write(connection_));
        CHECK_OK(change());
        return transaction.commit();
    };
    const auto result = run();
    if (result) {
        index_->committed();
        accounts_->committed();
    } else {
        index_->aborted();
        accounts_->aborted();
    }
    return result;
}

Result<void, StoreError> Writer::flush_index() {
    CHECK_OK(index_->flush());
    Query query(connection_, statements_.set_indexed);
    return query.bind(position_.tip.last_seq).run();
}

Result<void, StoreError> Writer::insert(const ShredRecord& shred, Seq seq, Position& position,
                                        std::vector<IndexEntry>& entries) {
    check_record(shred);
    if (position.tip.slot_closed) {
        position.slot_seq = seq;
        position.slot_count = 0;
    }
    const auto table = TransactionTable::build(shred.transactions);
    const std::uint64_t transactions = shred.transactions.size();
    Query query(connection_, statements_.insert_shred);
    query.bind(seq).bind(shred.slot.value).bind(shred.index);
    query.bind(std::int64_t{shred.block.has_value()}).bind(shred.unix_timestamp);
    query.bind(position.slot_seq).bind(transactions).bind(position.slot_count);
    query.bind(position.tip.transaction_count).bind(shred.hash);
    query.bind(table.blob).bind(table.metas).bind(*shred.bytes);
    CHECK_OK(query.run());
    position.slot_count += transactions;
    if (shred.block) CHECK_OK(insert_block(shred, seq, position, position.slot_count));
    add_index_entries(shred, seq, table, entries);
    position.tip = {.last_seq = seq,
                    .last_shred_hash = shred.hash,
                    .slot = shred.slot,
                    .shred_index = shred.index,
                    .slot_closed = shred.block.has_value(),
                    .transaction_count = position.tip.transaction_count + transactions};
    return {};
}

Result<void, StoreError> Writer::insert_block(const ShredRecord& shred, Seq seq,
                                              const Position& position,
                                              std::uint64_t transactions) {
    const auto& block = *shred.block;
    Query query(connection_, statements_.insert_block);
    query.bind(seq).bind(shred.slot.value).bind(position.slot_seq);
    query.bind(block.parent_slot.value).bind(block.height).bind(shred.unix_timestamp);
    query.bind(transactions).bind(block.blockhash).bind(block.previous_blockhash);
    return query.run();
}

Result<Seq, StoreError> Writer::append(std::span<const ShredRecord> shreds) {
    Position position = position_;
    std::vector<IndexEntry> entries;
    const auto stored = transact([&]() -> Result<void, StoreError> {
        if (index_->full()) CHECK_OK(flush_index());
        if (accounts_->full()) CHECK_OK(accounts_->flush(position_.tip.last_seq));
        for (const auto& shred : shreds)
            CHECK_OK(insert(shred, position.tip.last_seq + 1, position, entries));
        return index_->work(index_work_per_entry * entries.size(), *dead_);
    });
    if (!stored) return fail(stored.error());
    position_ = position;
    index_->add(entries);
    for (const auto& shred : shreds) accounts_->change(shred.accounts, shred.transactions.size());
    publish();
    return position_.tip.last_seq;
}

Result<Seq, StoreError> Writer::rewind(Seq target, std::span<const AccountUpdate> restored) {
    if (target > position_.tip.last_seq || dead_->contains(target)) {
        return fail(StoreError{StoreErrorCode::missing,
                               "record " + std::to_string(target) +
                                   " isn't part of the chain, so it cannot be rewound to"});
    }
    const Seq seq = position_.tip.last_seq + 1;
    auto dead = std::make_shared<DeadRanges>(*dead_);
    dead->add(target, seq);
    TRY(auto position, position_at(target, *dead));
    position.tip.last_seq = seq;
    const auto stored = transact([&]() -> Result<void, StoreError> {
        Query query(connection_, statements_.insert_rewind);
        CHECK_OK(query.bind(seq).bind(target).run());
        return accounts_->rewind(target, seq, restored);
    });
    if (!stored) return fail(stored.error());
    accounts_->replace(restored);
    position_ = position;
    dead_ = std::move(dead);
    dead_rows_ = dead_->ranges();
    publish();
    return seq;
}

Result<void, StoreError> Writer::delete_dead_rows(const DeadRange& part) {
    for (auto* statement :
         {&statements_.delete_shreds, &statements_.delete_rewinds, &statements_.delete_blocks}) {
        Query query(connection_, *statement);
        CHECK_OK(query.bind(part.first).bind(part.last).run());
    }
    return {};
}

// The first record of the range that still has a row; nothing once it is clean.
Result<std::optional<Seq>, StoreError> Writer::first_row(const DeadRange& range) {
    Query query(connection_, statements_.first_row);
    TRY(const bool row, query.bind(range.first).bind(range.last).step());
    if (!row || query.is_null(0)) return std::nullopt;
    return query.u64(0);
}

Result<bool, StoreError> Writer::clean(std::size_t max_rows) {
    while (!dead_rows_.empty() && max_rows > 0) {
        auto& range = dead_rows_.back();
        TRY(const auto first, first_row(range));
        if (!first) {
            dead_rows_.pop_back();
            continue;
        }
        const DeadRange part{*first, std::min(range.last, *first + max_rows - 1)};
        CHECK_OK(transact([&] { return delete_dead_rows(part); }));
        publish();
        range.first = part.last + 1;
        if (range.first > range.last) dead_rows_.pop_back();
        max_rows -= part.last - part.first + 1;
    }
    return !dead_rows_.empty();
}

Result<void, StoreError> Writer::flush_accounts() {
    if (accounts_->clean()) return {};
    CHECK_OK(transact([&] { return accounts_->flush(position_.tip.last_seq); }));
    publish();
    return {};
}

Result<bool, StoreError> Writer::maintain() {
    if (!accounts_->clean()) {
        CHECK_OK(flush_accounts());
    } else if (index_->has_work()) {
        CHECK_OK(transact([&] { return index_->work(index_work_when_idle, *dead_); }));
        publish();
    } else {
        return clean(dead_rows_when_idle);
    }
    return true;
}

Result<void, StoreError> Writer::each_account(const std::function<void(AccountUpdate&&)>& visit) {
    return accounts_->each(visit);
}

void Writer::publish() {
    published_.set({.index = index_->view(),
                    .dead = dead_,
                    .tip = position_.tip,
                    .accounts_seq = accounts_->stored_seq()});
}

}  // namespace orrery::store

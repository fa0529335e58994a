#include <utility>

#include "devnet/shred/shred.hpp"
#include "devnet/store/genesis.hpp"
#include "devnet/store/writer.hpp"

// How a writer finds its place in a ledger that is there.
namespace orrery::store {

using sqlite::Query;

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
                   "slot_before, chain_before, hash, state, transaction_table, metas, bytes) "
                   "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    TRY(s.insert_block,
        db.prepare("INSERT INTO blocks(seq, slot, first_seq, parent, height, time, transactions, "
                   "blockhash, previous, fees, identity_balance) "
                   "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
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
    TRY(accounts_, AccountCache::open(connection_, options_, static_cast<Seq>(stored),
                                      static_cast<Seq>(newest)));
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
    TRY(auto select, connection_.prepare("SELECT seq, transaction_table, bytes, metas FROM "
                                         "shreds WHERE seq > ? ORDER BY seq"));
    Query query(connection_, select);
    query.bind(indexed_seq);
    std::vector<IndexEntry> entries;
    while (true) {
        TRY(const bool row, query.step());
        if (!row) return {};
        const auto table = decode_table(query.bytes(1));
        const auto bytes = query.bytes(2), metas = query.bytes(3);
        entries.clear();
        if (!table) return fail(damaged(connection_.file(), "a shred's transaction table"));
        std::uint32_t i = 0;
        for (const auto& span : table->spans) {
            const auto place = make_place(query.u64(0), i++);
            if (!span.fits(bytes.size(), metas.size())) continue;
            const auto ids = span.id_in_metas || span.wire_in_metas ? metas : bytes;
            entries.push_back({id_key(Txid::from(ids.subspan(span.id_offset()))), place});
        }
        add_address_entries(table->addresses, query.u64(0), entries);
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
    return fail(damaged(connection_.file(), "its newest shred doesn't have its hash"));
}

}  // namespace orrery::store

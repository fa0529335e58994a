#include "devnet/store/reader.hpp"

#include <algorithm>
#include <string>

#include "devnet/store/genesis.hpp"

namespace orrery::store {
namespace {

using sqlite::Query;
using sqlite::Transaction;

constexpr const char* block_columns =
    "SELECT seq, slot, first_seq, parent, height, time, transactions, blockhash, previous, fees, "
    "identity_balance "
    "FROM blocks ";
constexpr const char* shred_columns =
    "SELECT seq, hash, slot, idx, last, time, bytes, state FROM shreds ";

BlockInfo read_block(const Query& row) {
    return {.slot = {row.u64(1)},
            .record = {.parent_slot = {row.u64(3)},
                       .height = row.u64(4),
                       .blockhash = row.key<Hash>(7),
                       .previous_blockhash = row.key<Hash>(8),
                       .fees = {row.u64(9)},
                       .identity_balance = {row.u64(10)}},
            .unix_timestamp = row.i64(5),
            .first_seq = row.u64(2),
            .last_seq = row.u64(0),
            .transaction_count = row.u64(6)};
}

StoredShred read_shred(const Query& row) {
    const auto bytes = row.bytes(6);
    const auto state = row.bytes(7);
    return {.seq = row.u64(0),
            .hash = row.key<Hash>(1),
            .slot = {row.u64(2)},
            .index = row.u32(3),
            .last_in_slot = row.i64(4) != 0,
            .unix_timestamp = row.i64(5),
            .bytes = {bytes.begin(), bytes.end()},
            .state = {state.begin(), state.end()}};
}

}  // namespace

Result<std::unique_ptr<Reader>, StoreError> Reader::open(sqlite::Connection connection,
                                                         const Published& published) {
    auto reader = std::unique_ptr<Reader>(new Reader(std::move(connection), published));
    CHECK_OK(reader->prepare());
    return reader;
}

Result<void, StoreError> Reader::prepare() {
    auto& s = statements_;
    auto& db = connection_;
    const std::string blocks = block_columns, shreds = shred_columns;
    TRY(s.pin, db.prepare("SELECT indexed_seq FROM state"));
    TRY(s.shreds, db.prepare(shreds + "WHERE seq >= ? AND seq <= ? ORDER BY seq"));
    TRY(s.last_shreds, db.prepare(shreds + "ORDER BY seq DESC"));
    TRY(s.shred_row, db.prepare("SELECT seq, slot, time, slot_before FROM shreds WHERE seq = ?"));
    TRY(s.shred_transactions,
        db.prepare(
            "SELECT seq, slot, time, slot_before, transaction_table, metas, bytes FROM shreds "
            "WHERE seq >= ? AND seq <= ? ORDER BY seq"));
    TRY(s.block, db.prepare(blocks + "WHERE slot = ? ORDER BY seq DESC"));
    TRY(s.blocks, db.prepare(blocks + "WHERE slot >= ? AND slot <= ? ORDER BY slot, seq"));
    TRY(s.oldest_blocks, db.prepare(blocks + "ORDER BY seq"));
    TRY(s.newest_blocks, db.prepare(blocks + "ORDER BY seq DESC"));
    TRY(s.blocks_down, db.prepare(blocks + "WHERE slot <= ? ORDER BY slot DESC, seq DESC"));
    TRY(s.index_blocks, BlockReader::prepare(db));
    return {};
}

StoreError Reader::damaged_shred(Seq seq) const {
    return damaged(connection_.file(), "the shred of record " + std::to_string(seq));
}

// In the order that Published explains.
Result<Reader::Snapshot, StoreError> Reader::snapshot() {
    auto index = published_.index();
    TRY(auto transaction, Transaction::read(connection_));
    {
        Query pin(connection_, statements_.pin);
        CHECK_OK(pin.step());
    }
    return Snapshot{.index = std::move(index),
                    .transaction = std::move(transaction),
                    .dead = published_.dead()};
}

Result<GenesisRecord, StoreError> Reader::genesis() { return read_genesis(connection_); }

Result<void, StoreError> Reader::each_shred(Seq after,
                                            const std::function<bool(StoredShred&&)>& visit) {
    TRY(const auto at, snapshot());
    Query query(connection_, statements_.shreds);
    query.bind(after + 1).bind(std::int64_t{INT64_MAX});
    while (true) {
        TRY(const bool row, query.step());
        if (!row) return {};
        if (!at.dead->contains(query.u64(0)) && !visit(read_shred(query))) return {};
    }
}

Result<std::optional<BlockInfo>, StoreError> Reader::live_block(const Snapshot& at, Slot slot) {
    Query query(connection_, statements_.block);
    query.bind(slot.value);
    while (true) {
        TRY(const bool row, query.step());
        if (!row) return std::nullopt;
        if (!at.dead->contains(query.u64(0))) return read_block(query);
    }
}

Result<std::optional<BlockInfo>, StoreError> Reader::block(Slot slot) {
    TRY(const auto at, snapshot());
    return live_block(at, slot);
}

Result<std::vector<BlockInfo>, StoreError> Reader::blocks(Slot first, Slot last,
                                                          std::size_t limit) {
    if (first > last || first.value > INT64_MAX) return std::vector<BlockInfo>{};
    TRY(const auto at, snapshot());
    std::vector<BlockInfo> out;
    Query query(connection_, statements_.blocks);
    query.bind(first.value).bind(std::min<std::uint64_t>(last.value, INT64_MAX));
    while (out.size() < limit) {
        TRY(const bool row, query.step());
        if (!row) break;
        if (!at.dead->contains(query.u64(0))) out.push_back(read_block(query));
    }
    return out;
}

Result<void, StoreError> Reader::each_block_down(
    Slot from, const std::function<bool(const BlockInfo&)>& visit) {
    TRY(const auto at, snapshot());
    Query query(connection_, statements_.blocks_down);
    query.bind(std::min<std::uint64_t>(from.value, INT64_MAX));
    while (true) {
        TRY(const bool row, query.step());
        if (!row) return {};
        if (!at.dead->contains(query.u64(0)) && !visit(read_block(query))) return {};
    }
}

Result<std::optional<BlockInfo>, StoreError> Reader::edge_block(bool newest) {
    TRY(const auto at, snapshot());
    Query query(connection_, newest ? statements_.newest_blocks : statements_.oldest_blocks);
    while (true) {
        TRY(const bool row, query.step());
        if (!row) return std::nullopt;
        if (!at.dead->contains(query.u64(0))) return read_block(query);
    }
}

// The shreds of a slot without a block stand at the ledger's end.
Result<std::vector<StoredShred>, StoreError> Reader::open_slot(const Snapshot& at, Slot slot) {
    std::vector<StoredShred> out;
    Query query(connection_, statements_.last_shreds);
    while (true) {
        TRY(const bool row, query.step());
        if (!row) break;
        if (at.dead->contains(query.u64(0))) continue;
        if (query.u64(2) != slot.value) break;
        out.push_back(read_shred(query));
    }
    std::ranges::reverse(out);
    return out;
}

Result<std::vector<StoredShred>, StoreError> Reader::shreds_of_slot(Slot slot) {
    TRY(const auto at, snapshot());
    TRY(const auto block, live_block(at, slot));
    if (!block) return open_slot(at, slot);
    std::vector<StoredShred> out;
    Query query(connection_, statements_.shreds);
    query.bind(block->first_seq).bind(block->last_seq);
    while (true) {
        TRY(const bool row, query.step());
        if (!row) return out;
        if (!at.dead->contains(query.u64(0))) out.push_back(read_shred(query));
    }
}

Result<std::vector<StoredTransaction>, StoreError> Reader::transactions_of_block(Slot slot) {
    TRY(const auto at, snapshot());
    TRY(const auto block, live_block(at, slot));
    std::vector<StoredTransaction> out;
    if (block) CHECK_OK(append_transactions(at, *block, out));
    return out;
}

Result<void, StoreError> Reader::append_transactions(const Snapshot& at, const BlockInfo& block,
                                                     std::vector<StoredTransaction>& out) {
    Query query(connection_, statements_.shred_transactions);
    query.bind(block.first_seq).bind(block.last_seq);
    while (true) {
        TRY(const bool row, query.step());
        if (!row) return {};
        if (at.dead->contains(query.u64(0))) continue;
        const auto table = decode_table(query.bytes(4));
        const auto metas = query.bytes(5), bytes = query.bytes(6);
        if (!table) return fail(damaged_shred(query.u64(0)));
        for (const auto& span : table->spans) {
            if (!span.fits(bytes.size(), metas.size())) return fail(damaged_shred(query.u64(0)));
            const auto wires = span.wire_in_metas ? metas : bytes;
            const auto ids = span.id_in_metas ? metas : wires;
            const auto wire = wires.subspan(span.wire_offset, span.wire_length);
            const auto meta = metas.subspan(span.meta_offset, span.meta_length);
            out.push_back({.id = Txid::from(ids.subspan(span.id_offset())),
                           .slot = {query.u64(1)},
                           .index = static_cast<std::uint32_t>(out.size()),
                           .unix_timestamp = query.i64(2),
                           .wire = {wire.begin(), wire.end()},
                           .meta = {meta.begin(), meta.end()}});
        }
    }
}

// Nothing for a record that is dead, or cleaned away, or not committed when the snapshot was taken.
Result<std::optional<Reader::ShredRow>, StoreError> Reader::shred_row(const Snapshot& at, Seq seq) {
    if (at.dead->contains(seq)) return std::nullopt;
    Query query(connection_, statements_.shred_row);
    TRY(const bool row, query.bind(seq).step());
    if (!row) return std::nullopt;
    return ShredRow{.seq = seq,
                    .slot = {query.u64(1)},
                    .unix_timestamp = query.i64(2),
                    .transactions_before = query.u32(3)};
}

Result<Bytes, StoreError> Reader::read(Seq seq, const char* column, std::uint64_t offset,
                                       std::uint64_t length) {
    return connection_.read_blob("shreds", column, static_cast<std::int64_t>(seq), offset, length);
}

Result<TransactionSpan, StoreError> Reader::span(Seq seq, std::uint32_t transaction) {
    TRY(const auto bytes,
        read(seq, "transaction_table", TableHeader{}.span_at(transaction), transaction_span_size));
    return read_transaction_span(bytes);
}

Result<StoredTransaction, StoreError> Reader::read_transaction(const ShredRow& row,
                                                               std::uint32_t transaction) {
    TRY(const auto where, span(row.seq, transaction));
    if (!where.fits(SIZE_MAX, SIZE_MAX)) return fail(damaged_shred(row.seq));
    StoredTransaction out{.id = {},
                          .slot = row.slot,
                          .index = row.transactions_before + transaction,
                          .unix_timestamp = row.unix_timestamp,
                          .wire = {},
                          .meta = {}};
    TRY(out.wire, read(row.seq, where.wire_column(), where.wire_offset, where.wire_length));
    TRY(out.meta, read(row.seq, "metas", where.meta_offset, where.meta_length));
    if (where.id_in_metas) {
        TRY(const auto id, read(row.seq, "metas", where.id_offset(), Txid::size));
        out.id = Txid::from(id);
    } else {
        out.id = Txid::from(ByteSpan(out.wire).subspan(1));
    }
    return out;
}

}  // namespace orrery::store

#include "devnet/store/schema.hpp"

#include <string>

namespace orrery::store {
namespace {

// Small columns come first: SQLite reads a row from its beginning, and large blobs spill into
// chains of pages that are walked in order.
constexpr const char* tables[] = {
    "CREATE TABLE genesis(id INTEGER PRIMARY KEY, genesis_hash BLOB NOT NULL, seed BLOB NOT NULL)",
    "CREATE TABLE genesis_configuration(id INTEGER PRIMARY KEY, name BLOB NOT NULL, "
    "value BLOB NOT NULL)",
    "CREATE TABLE genesis_accounts(id INTEGER PRIMARY KEY, key BLOB NOT NULL, "
    "version INTEGER NOT NULL, lamports INTEGER, owner BLOB, executable INTEGER, "
    "rent_epoch INTEGER, data BLOB)",
    // One row: what the caches are as of.
    "CREATE TABLE state(indexed_seq INTEGER NOT NULL, accounts_seq INTEGER NOT NULL)",
    // slot_seq = the slot's first shred; *_before count transactions in the slot and on the chain.
    "CREATE TABLE shreds(seq INTEGER PRIMARY KEY, slot INTEGER NOT NULL, idx INTEGER NOT NULL, "
    "last INTEGER NOT NULL, time INTEGER NOT NULL, slot_seq INTEGER NOT NULL, "
    "transactions INTEGER NOT NULL, slot_before INTEGER NOT NULL, chain_before INTEGER NOT NULL, "
    "hash BLOB NOT NULL, state BLOB NOT NULL, transaction_table BLOB NOT NULL, "
    "metas BLOB NOT NULL, bytes BLOB NOT NULL)",
    "CREATE TABLE rewinds(seq INTEGER PRIMARY KEY, target INTEGER NOT NULL)",
    // seq = the shred that closed the slot.
    "CREATE TABLE blocks(seq INTEGER PRIMARY KEY, slot INTEGER NOT NULL, first_seq INTEGER NOT "
    "NULL, "
    "parent INTEGER NOT NULL, height INTEGER NOT NULL, time INTEGER NOT NULL, "
    "transactions INTEGER NOT NULL, blockhash BLOB NOT NULL, previous BLOB NOT NULL, "
    "fees INTEGER NOT NULL, identity_balance INTEGER NOT NULL)",
    "CREATE INDEX blocks_by_slot ON blocks(slot)",
    "CREATE TABLE accounts(id INTEGER PRIMARY KEY, key BLOB NOT NULL, "
    "version INTEGER NOT NULL, lamports INTEGER, owner BLOB, executable INTEGER, "
    "rent_epoch INTEGER, data BLOB)",
    // state: 0 being written, 1 live, 2 merged into another.
    "CREATE TABLE index_runs(id INTEGER PRIMARY KEY, level INTEGER NOT NULL, "
    "first_block INTEGER NOT NULL, blocks INTEGER NOT NULL, state INTEGER NOT NULL, fences BLOB)",
    "CREATE TABLE index_blocks(id INTEGER PRIMARY KEY, entries BLOB NOT NULL)",
};

}  // namespace

Result<void, StoreError> create_tables(sqlite::Connection& connection) {
    for (const auto* sql : tables) CHECK_OK(connection.execute(sql));
    CHECK_OK(connection.execute("INSERT INTO state VALUES(0, 0)"));
    CHECK_OK(
        connection.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str()));
    return connection.execute(("PRAGMA user_version = " + std::to_string(format_version)).c_str());
}

Result<void, StoreError> check_tables(sqlite::Connection& connection) {
    TRY(auto select, connection.prepare("SELECT sql FROM sqlite_schema ORDER BY rowid"));
    sqlite::Query query(connection, select);
    const auto wrong = damaged(connection.file(), "its tables aren't a ledger's");
    for (const auto* sql : tables) {
        TRY(const bool row, query.step());
        if (!row || as_text(query.bytes(0)) != sql) return fail(wrong);
    }
    TRY(const bool more, query.step());
    if (more) return fail(wrong);
    return {};
}

}  // namespace orrery::store

#include "devnet/store/genesis.hpp"

#include <string>

#include "devnet/store/account_cache.hpp"
#include "devnet/store/schema.hpp"

namespace orrery::store {
namespace {

using sqlite::Connection;
using sqlite::Query;

Result<void, StoreError> write_genesis(Connection& connection, const GenesisRecord& genesis) {
    TRY(auto head, connection.prepare("INSERT INTO genesis(genesis_hash, seed) VALUES(?, ?)"));
    CHECK_OK(Query(connection, head).bind(genesis.genesis_hash).bind(genesis.seed).run());
    TRY(auto setting,
        connection.prepare("INSERT INTO genesis_configuration(name, value) VALUES(?, ?)"));
    for (const auto& [name, value] : genesis.configuration)
        CHECK_OK(Query(connection, setting).bind(as_bytes(name)).bind(as_bytes(value)).run());
    TRY(auto accounts, AccountTable::prepare(connection, "genesis_accounts"));
    std::int64_t row = 1;
    for (const auto& account : genesis.accounts) CHECK_OK(accounts.put(row++, account));
    return {};
}

}  // namespace

Result<void, StoreError> build_database(const std::filesystem::path& file,
                                        const GenesisRecord& genesis) {
    TRY(auto connection, Connection::open(file, sqlite::Mode::create));
    // Nobody knows the file yet: should this fail, it is built anew. publish_database() syncs it.
    CHECK_OK(connection.execute(
        "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"));
    TRY(auto transaction, sqlite::Transaction::write(connection));
    CHECK_OK(create_tables(connection));
    CHECK_OK(write_genesis(connection, genesis));
    CHECK_OK(transaction.commit());
    return connection.execute("PRAGMA journal_mode = WAL;");
}

Result<Hash, StoreError> read_genesis_hash(Connection& connection) {
    TRY(auto select, connection.prepare("SELECT genesis_hash FROM genesis"));
    Query query(connection, select);
    TRY(const bool found, query.step());
    if (found) return query.key<Hash>(0);
    return fail(damaged(connection.file(), "it has no genesis"));
}

Result<GenesisRecord, StoreError> read_genesis(Connection& connection) {
    GenesisRecord record;
    TRY(record.genesis_hash, read_genesis_hash(connection));
    TRY(auto head, connection.prepare("SELECT seed FROM genesis"));
    Query seed(connection, head);
    CHECK_OK(seed.step());
    record.seed.assign(seed.bytes(0).begin(), seed.bytes(0).end());
    TRY(auto select,
        connection.prepare("SELECT name, value FROM genesis_configuration ORDER BY id"));
    Query setting(connection, select);
    while (true) {
        TRY(const bool row, setting.step());
        if (!row) break;
        record.configuration.emplace_back(as_text(setting.bytes(0)), as_text(setting.bytes(1)));
    }
    TRY(auto accounts, AccountTable::prepare(connection, "genesis_accounts"));
    CHECK_OK(accounts.each([&](std::int64_t, AccountUpdate&& update) {
        record.accounts.push_back(std::move(update));
    }));
    return record;
}

}  // namespace orrery::store

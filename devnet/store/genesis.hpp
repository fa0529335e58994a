#pragma once

#include <filesystem>

#include "devnet/store/records.hpp"
#include "devnet/store/sqlite.hpp"

namespace orrery::store {

/// Builds a ledger's database with its genesis. The file must not exist; it is whole and on disk
/// when this returns, and may be left behind, unfinished, when it fails.
Result<void, StoreError> build_database(const std::filesystem::path& file,
                                        const GenesisRecord& genesis);

Result<Hash, StoreError> read_genesis_hash(sqlite::Connection& connection);
Result<GenesisRecord, StoreError> read_genesis(sqlite::Connection& connection);

}  // namespace orrery::store

#pragma once

#include <cstdint>

#include "devnet/store/sqlite.hpp"

/// The ledger's tables. Records share one sequence (Seq): genesis is 0; shreds and rewinds have
/// rows in their tables.
namespace orrery::store {

/// Marks the database as ours (PRAGMA application_id): "Orry".
constexpr std::uint32_t application_id = 0x4f727279;
/// The format this code writes (PRAGMA user_version). A change of the tables, or of what is in
/// their blobs, raises it; DirectoryLock's file check then refuses the old one by name.
constexpr std::uint32_t format_version = 1;

/// Creates the tables of an empty database.
Result<void, StoreError> create_tables(sqlite::Connection& connection);

/// Whether the database has all tables of this format, as create_tables makes them. Error: damaged.
Result<void, StoreError> check_tables(sqlite::Connection& connection);

}  // namespace orrery::store

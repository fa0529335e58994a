#pragma once

#include <filesystem>
#include <memory>

#include "devnet/store/error.hpp"
#include "sdk/types/result.hpp"

/// A ledger's directory: the database, its log, and a lock. Nothing here writes to a database.
namespace orrery::store {

/// Exclusive use of a ledger's directory by this process, until destroyed or until the process ends
/// in whatever way.
class DirectoryLock {
  public:
    /// Errors: locked, with the other process' number; io when the directory cannot be written.
    static Result<DirectoryLock, StoreError> acquire(const std::filesystem::path& dir);

    DirectoryLock(DirectoryLock&& other) noexcept;
    DirectoryLock& operator=(DirectoryLock&& other) noexcept;
    ~DirectoryLock();

  private:
    explicit DirectoryLock(int fd) : fd_(fd) {}
    int fd_ = -1;
};

std::filesystem::path database_file(const std::filesystem::path& dir);
/// Where a database is built before it gets its name.
std::filesystem::path unfinished_file(const std::filesystem::path& dir);

/// Creates the directory and its parents. Error: io.
Result<void, StoreError> make_directory(const std::filesystem::path& dir);

/// Judges a database by its header alone, so that nothing of a file that isn't ours, isn't whole or
/// isn't of our format is touched. Errors: missing, foreign_file, damaged, too_new, too_old, io.
Result<void, StoreError> check_database_file(const std::filesystem::path& file);

/// Bytes of the log that SQLite keeps beside a database; at most so many wait for a checkpoint.
std::uint64_t log_file_size(const std::filesystem::path& file);

/// Gives the finished database its name once its content is on disk. Error: io, disk_full.
Result<void, StoreError> publish_database(const std::filesystem::path& dir);

/// Deletes a database with what SQLite keeps beside it; nothing if there is none. Error: io.
Result<void, StoreError> delete_database(const std::filesystem::path& file);

}  // namespace orrery::store

#include "devnet/store/ledger.hpp"

#include <atomic>
#include <mutex>
#include <utility>

#include "devnet/store/files.hpp"
#include "devnet/store/genesis.hpp"
#include "devnet/store/published.hpp"
#include "devnet/store/reader.hpp"
#include "devnet/store/schema.hpp"
#include "devnet/store/sqlite.hpp"
#include "devnet/store/writer.hpp"
#include "sdk/types/check.hpp"

namespace orrery::store {
namespace {

namespace fs = std::filesystem;
using sqlite::Connection;
using sqlite::Mode;

constexpr std::uint64_t page_size = 4096;
// A smaller log isn't worth the wait for the disk.
constexpr std::uint64_t idle_log_bytes = 1 << 20;

// A commit is a write to the log without waiting for the disk: the page cache survives kill -9, and
// a power cut loses the log's end. Checkpoints wait.
constexpr const char* writer_settings =
    "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY; "
    "PRAGMA journal_size_limit = 67108864; PRAGMA trusted_schema = OFF;";
constexpr const char* reader_settings =
    "PRAGMA query_only = ON; PRAGMA cache_size = -1024; PRAGMA temp_store = MEMORY; "
    "PRAGMA trusted_schema = OFF;";

Result<void, StoreError> limit_size(Connection& connection, std::uint64_t max_bytes) {
    if (max_bytes == 0) return {};
    const auto pages = std::to_string(max_bytes / page_size);
    return connection.execute(("PRAGMA max_page_count = " + pages).c_str());
}

}  // namespace

/// Readers that wait for a query; a new one is opened when all are in use.
class ReaderPool {
  public:
    ReaderPool(fs::path file, const Published& published)
        : file_(std::move(file)), published_(published) {}

    /// Runs `query(Reader&)` on a reader of its own.
    template <class Query>
    auto run(Query query) -> decltype(query(std::declval<Reader&>())) {
        TRY(auto reader, take());
        auto result = query(*reader);
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(reader));
        return result;
    }

  private:
    Result<std::unique_ptr<Reader>, StoreError> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                auto reader = std::move(idle_.back());
                idle_.pop_back();
                return reader;
            }
        }
        TRY(auto connection, Connection::open(file_, Mode::read_write));
        connection.keep_log_on_close();
        CHECK_OK(connection.execute(reader_settings));
        return Reader::open(std::move(connection), published_);
    }

    fs::path file_;
    const Published& published_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Reader>> idle_;
};

/// Destroyed from the bottom up: first readers, then the writer, at last the lock.
struct Ledger::Parts {
    Parts(DirectoryLock directory_lock, const fs::path& file)
        : lock(std::move(directory_lock)), readers(file, published) {}

    DirectoryLock lock;
    Hash genesis_hash;
    Published published;
    std::atomic<std::uint64_t> log_bytes = 0;
    std::atomic<bool> log_begun = false;  ///< by start_log(), since the log was last emptied
    std::unique_ptr<Writer> writer;
    std::mutex checkpoint_mutex;
    std::optional<Connection> checkpointer;  ///< used under checkpoint_mutex
    ReaderPool readers;
};

Ledger::Ledger(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Ledger::~Ledger() = default;

bool Ledger::present(const fs::path& dir) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(database_file(dir), ignored));
}

Result<std::unique_ptr<Ledger>, StoreError> Ledger::create(const fs::path& dir,
                                                           const GenesisRecord& genesis,
                                                           const LedgerOptions& options) {
    CHECK_OK(make_directory(dir));
    TRY(auto lock, DirectoryLock::acquire(dir));
    if (present(dir)) {
        return fail(StoreError{StoreErrorCode::exists,
                               "there is a ledger in " + dir.string() +
                                   " already; go on with it, or start over with --reset"});
    }
    // Whatever is left of an earlier one: a log without its database, an unfinished database.
    CHECK_OK(delete_database(database_file(dir)));
    CHECK_OK(delete_database(unfinished_file(dir)));
    CHECK_OK(build_database(unfinished_file(dir), genesis));
    CHECK_OK(publish_database(dir));
    return open_locked(dir, options, std::make_unique<Parts>(std::move(lock), database_file(dir)));
}

Result<std::unique_ptr<Ledger>, StoreError> Ledger::open(const fs::path& dir,
                                                         const LedgerOptions& options) {
    CHECK_OK(check_database_file(database_file(dir)));
    TRY(auto lock, DirectoryLock::acquire(dir));
    // Again, now that no other process can be writing.
    CHECK_OK(check_database_file(database_file(dir)));
    return open_locked(dir, options, std::make_unique<Parts>(std::move(lock), database_file(dir)));
}

Result<std::unique_ptr<Ledger>, StoreError> Ledger::open_locked(const fs::path& dir,
                                                                const LedgerOptions& options,
                                                                std::unique_ptr<Parts> parts) {
    const auto file = database_file(dir);
    TRY(auto connection, Connection::open(file, Mode::read_write));
    // Until the tables are found to be ours, closing must not write either.
    connection.keep_log_on_close();
    connection.watch_log(parts->log_bytes);
    parts->log_bytes = log_file_size(file);
    CHECK_OK(connection.execute(writer_settings));
    CHECK_OK(check_tables(connection));
    CHECK_OK(limit_size(connection, options.max_bytes));
    TRY(parts->genesis_hash, read_genesis_hash(connection));
    TRY(parts->writer, Writer::open(std::move(connection), options, parts->published));
    TRY(parts->checkpointer, Connection::open(file, Mode::read_write));
    CHECK_OK(parts->checkpointer->execute(writer_settings));
    return std::unique_ptr<Ledger>(new Ledger(std::move(parts)));
}

Result<void, StoreError> Ledger::erase(const fs::path& dir) {
    if (!present(dir)) return {};
    TRY(const auto lock, DirectoryLock::acquire(dir));
    const auto judged = check_database_file(database_file(dir));
    if (!judged && judged.error().code == StoreErrorCode::foreign_file) return fail(judged.error());
    return delete_database(database_file(dir));
}

Result<Seq, StoreError> Ledger::append(std::span<const ShredRecord> shreds) {
    return parts_->writer->append(shreds);
}

Result<Seq, StoreError> Ledger::rewind(Seq target, std::span<const AccountUpdate> restored) {
    return parts_->writer->rewind(target, restored);
}

Result<bool, StoreError> Ledger::maintain() {
    TRY(const bool more, parts_->writer->maintain());
    if (more) return true;
    if (log_bytes() >= idle_log_bytes) {
        CHECK_OK(checkpoint());
        return log_bytes() == 0;  // else readers hold some of it: later
    }
    if (log_bytes() == 0 && !parts_->log_begun) {
        CHECK_OK(parts_->writer->start_log());
        parts_->log_begun = true;
        parts_->log_bytes = 0;  // its first page isn't worth a checkpoint
    }
    return false;
}

Result<void, StoreError> Ledger::flush_accounts() { return parts_->writer->flush_accounts(); }

Result<bool, StoreError> Ledger::clean(std::size_t max_rows) {
    return parts_->writer->clean(max_rows);
}

Result<void, StoreError> Ledger::load_accounts(const std::function<void(AccountUpdate&&)>& visit) {
    return parts_->writer->each_account(visit);
}

void Ledger::recover_accounts(std::span<const AccountUpdate> updates) {
    parts_->writer->recover_accounts(updates);
}

Result<void, StoreError> Ledger::checkpoint() {
    const std::lock_guard lock(parts_->checkpoint_mutex);
    if (log_bytes() == 0) return {};
    TRY(const bool whole, parts_->checkpointer->checkpoint());
    if (!whole) return {};
    parts_->log_begun = false;
    parts_->log_bytes = 0;
    return {};
}

std::uint64_t Ledger::log_bytes() const { return parts_->log_bytes; }

const Hash& Ledger::genesis_hash() const { return parts_->genesis_hash; }

Tip Ledger::tip() const { return parts_->published.tip(); }

Seq Ledger::accounts_seq() const { return parts_->published.accounts_seq(); }

Result<GenesisRecord, StoreError> Ledger::genesis() const {
    return parts_->readers.run([](Reader& reader) { return reader.genesis(); });
}

Result<void, StoreError> Ledger::each_shred(Seq after,
                                            const std::function<bool(StoredShred&&)>& visit) const {
    return parts_->readers.run([&](Reader& reader) { return reader.each_shred(after, visit); });
}

Result<std::vector<StoredShred>, StoreError> Ledger::shreds_of_slot(Slot slot) const {
    return parts_->readers.run([&](Reader& reader) { return reader.shreds_of_slot(slot); });
}

Result<std::optional<BlockInfo>, StoreError> Ledger::block(Slot slot) const {
    return parts_->readers.run([&](Reader& reader) { return reader.block(slot); });
}

Result<std::vector<BlockInfo>, StoreError> Ledger::blocks(Slot first, Slot last,
                                                          std::size_t limit) const {
    return parts_->readers.run([&](Reader& reader) { return reader.blocks(first, last, limit); });
}

Result<void, StoreError> Ledger::each_block_down(
    Slot from, const std::function<bool(const BlockInfo&)>& visit) const {
    return parts_->readers.run([&](Reader& reader) { return reader.each_block_down(from, visit); });
}

Result<std::optional<BlockInfo>, StoreError> Ledger::first_block() const {
    return parts_->readers.run([](Reader& reader) { return reader.edge_block(false); });
}

Result<std::optional<BlockInfo>, StoreError> Ledger::last_block() const {
    return parts_->readers.run([](Reader& reader) { return reader.edge_block(true); });
}

Result<std::vector<StoredTransaction>, StoreError> Ledger::transactions_of_block(Slot slot) const {
    return parts_->readers.run([&](Reader& reader) { return reader.transactions_of_block(slot); });
}

Result<std::optional<StoredTransaction>, StoreError> Ledger::transaction(const Txid& id) const {
    return parts_->readers.run([&](Reader& reader) { return reader.transaction(id); });
}

Result<std::vector<StoredTransaction>, StoreError> Ledger::transactions_of_address(
    const Pubkey& address, const AddressRange& range, std::size_t limit) const {
    return parts_->readers.run([&](Reader& reader) {
        return reader.transactions_of_address(address, range.before, range.until, limit);
    });
}

}  // namespace orrery::store

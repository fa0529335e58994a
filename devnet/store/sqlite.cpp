#include "devnet/store/sqlite.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <utility>

#include "sdk/types/check.hpp"

namespace orrery::store::sqlite {
namespace {

// A reader waits this long for a writer that resets the log; nothing else blocks in WAL mode.
constexpr int busy_timeout_ms = 10'000;
constexpr std::uint64_t log_frame_size = 4096 + 24;  ///< a page and its header

bool out_of_space(sqlite3* db, int code) {
    if ((code & 0xff) == SQLITE_FULL) return true;
    return (code & 0xff) == SQLITE_IOERR && db != nullptr && sqlite3_system_errno(db) == ENOSPC;
}

bool is_damage(int code) {
    return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB ||
           code == SQLITE_IOERR_SHORT_READ;
}

int open_flags(Mode mode) {
    constexpr int common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (mode) {
        case Mode::read_only:
            return common | SQLITE_OPEN_READONLY;
        case Mode::read_write:
            return common | SQLITE_OPEN_READWRITE;
        case Mode::create:
            break;
    }
    return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

void Connection::Close::operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }

Result<Connection, StoreError> Connection::open(const std::filesystem::path& file, Mode mode) {
    Connection connection;
    connection.file_ = file.string();
    sqlite3* db = nullptr;
    const int code = sqlite3_open_v2(connection.file_.c_str(), &db, open_flags(mode), nullptr);
    connection.handle_.reset(db);
    if (code != SQLITE_OK) return fail(connection.error(code));
    sqlite3_busy_timeout(db, busy_timeout_ms);
    return connection;
}

Result<void, StoreError> Connection::execute(const char* sql) {
    const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return fail(error(code));
    return {};
}

Result<Statement, StoreError> Connection::prepare(std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (code != SQLITE_OK) return fail(error(code));
    Statement statement;
    statement.handle_.reset(handle);
    return statement;
}

Result<std::int64_t, StoreError> Connection::integer(std::string_view sql) {
    TRY(auto statement, prepare(sql));
    Query query(*this, statement);
    TRY(const bool row, query.step());
    if (!row) return fail(StoreError{StoreErrorCode::missing, file_ + ": no such row"});
    return query.i64(0);
}

Result<Bytes, StoreError> Connection::read_blob(const char* table, const char* column,
                                                std::int64_t rowid, std::uint64_t offset,
                                                std::uint64_t length) {
    sqlite3_blob* blob = nullptr;
    Bytes out;
    int code = sqlite3_blob_open(handle_.get(), "main", table, column, rowid, 0, &blob);
    if (code == SQLITE_OK) {
        const auto size = static_cast<std::uint64_t>(sqlite3_blob_bytes(blob));
        if (offset > size || length > size - offset) {
            code = SQLITE_CORRUPT;  // our own offsets lead outside
        } else {
            out.resize(static_cast<std::size_t>(length));
            code = sqlite3_blob_read(blob, out.data(), static_cast<int>(length),
                                     static_cast<int>(offset));
        }
    }
    sqlite3_blob_close(blob);
    if (code != SQLITE_OK) return fail(error(code));
    return out;
}

void Connection::keep_log_on_close() {
    sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

Result<bool, StoreError> Connection::checkpoint() {
    int frames = 0, moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                               &frames, &moved);
    if ((code & 0xff) == SQLITE_BUSY) return false;  // another connection is at it
    if (code != SQLITE_OK) return fail(error(code));
    return frames == moved;
}

void Connection::watch_log(std::atomic<std::uint64_t>& bytes) {
    const auto on_commit = [](void* to, sqlite3*, const char*, int frames) {
        *static_cast<std::atomic<std::uint64_t>*>(to) =
            static_cast<std::uint64_t>(frames) * log_frame_size;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(handle_.get(), on_commit, &bytes);
}

StoreError Connection::error(int code) const {
    auto* db = handle_.get();
    if (out_of_space(db, code)) {
        return {StoreErrorCode::disk_full,
                file_ + ": no space left on the disk; free some, nothing was written"};
    }
    const std::string detail = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    if (is_damage(code)) return damaged(file_, detail);
    return {StoreErrorCode::io, file_ + ": " + detail};
}

Query::~Query() {
    sqlite3_reset(statement_);
    // Bound spans are the caller's; a statement must not keep pointers to them.
    sqlite3_clear_bindings(statement_);
}

Query& Query::bind(std::int64_t value) {
    const int code = sqlite3_bind_int64(statement_, ++parameter_, value);
    if (failure_ == SQLITE_OK) failure_ = code;
    return *this;
}

Query& Query::bind(ByteSpan value) {
    // A null pointer would bind NULL instead of an empty blob.
    const void* data = value.empty() ? static_cast<const void*>("") : value.data();
    const int code =
        sqlite3_bind_blob64(statement_, ++parameter_, data, value.size(), SQLITE_STATIC);
    if (failure_ == SQLITE_OK) failure_ = code;
    return *this;
}

Query& Query::bind_null() {
    const int code = sqlite3_bind_null(statement_, ++parameter_);
    if (failure_ == SQLITE_OK) failure_ = code;
    return *this;
}

Result<bool, StoreError> Query::step() {
    if (failure_ != SQLITE_OK) return fail(connection_.error(failure_));
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return fail(connection_.error(code));
}

Result<void, StoreError> Query::run() {
    TRY(const bool row, step());
    ORRERY_CHECK(!row);
    return {};
}

std::int64_t Query::i64(int column) const { return sqlite3_column_int64(statement_, column); }

ByteSpan Query::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    if (data == nullptr || size <= 0) return {};
    return {static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)};
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Result<Transaction, StoreError> Transaction::write(Connection& connection) {
    CHECK_OK(connection.execute("BEGIN IMMEDIATE"));
    return Transaction(connection);
}

Result<Transaction, StoreError> Transaction::read(Connection& connection) {
    CHECK_OK(connection.execute("BEGIN"));
    return Transaction(connection);
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
    // A full disk may have rolled it back already; then this fails, and that is right.
    if (connection_ != nullptr) (void)connection_->execute("ROLLBACK");
}

Result<void, StoreError> Transaction::commit() {
    CHECK_OK(connection_->execute("COMMIT"));
    connection_ = nullptr;
    return {};
}

}  // namespace orrery::store::sqlite

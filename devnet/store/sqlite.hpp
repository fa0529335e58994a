#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "devnet/store/error.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

/// The little of SQLite that the store uses, with typed errors. Only sqlite.cpp sees sqlite3.h.
namespace orrery::store::sqlite {

/// How a database is opened. Nothing is created unless it says so.
enum class Mode : std::uint8_t { read_only, read_write, create };

/// A compiled statement. Belongs to the thread that uses its connection; dies before it.
class Statement {
  public:
    Statement() = default;

  private:
    friend class Connection;
    friend class Query;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// One database connection; used by one thread at a time.
class Connection {
  public:
    static Result<Connection, StoreError> open(const std::filesystem::path& file, Mode mode);

    /// Runs statements that return nothing of interest.
    Result<void, StoreError> execute(const char* sql);
    /// Compiles a statement that is used more than once.
    Result<Statement, StoreError> prepare(std::string_view sql);
    /// The first column of the first row of a statement without parameters; missing when no row.
    Result<std::int64_t, StoreError> integer(std::string_view sql);

    /// The bytes [offset, offset + length) of a blob column of the row `rowid`, without reading the
    /// rest; damaged when the blob ends before.
    Result<Bytes, StoreError> read_blob(const char* table, const char* column, std::int64_t rowid,
                                        std::uint64_t offset, std::uint64_t length);

    /// Closing this connection never moves the log into the database file.
    void keep_log_on_close();
    /// Moves the write-ahead log into the database file, as far as readers permit; the next write
    /// starts the log from its beginning once nobody needs it. Runs beside a writing connection.
    /// True when all of the log was moved.
    Result<bool, StoreError> checkpoint();
    /// Has SQLite never move the log by itself, and `bytes` tell the log's size after each commit
    /// of this connection. `bytes` must outlive the connection.
    void watch_log(std::atomic<std::uint64_t>& bytes);

    const std::string& file() const { return file_; }
    /// Turns what a call of SQLite returned into an error with this file's name.
    StoreError error(int code) const;

  private:
    friend class Query;
    struct Close {
        void operator()(sqlite3* db) const noexcept;
    };
    std::unique_ptr<sqlite3, Close> handle_;
    std::string file_;
};

/// One run of a statement: binds, steps, reads columns; resets the statement when it goes.
/// Bound spans must outlive it. Column spans are valid until the next step.
class Query {
  public:
    Query(const Connection& connection, Statement& statement)
        : connection_(connection), statement_(statement.handle_.get()) {}
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    ~Query();

    /// Parameters in their order.
    Query& bind(std::int64_t value);
    Query& bind(std::uint64_t value) { return bind(static_cast<std::int64_t>(value)); }
    Query& bind(std::uint32_t value) { return bind(static_cast<std::int64_t>(value)); }
    Query& bind(ByteSpan value);
    Query& bind_null();
    template <std::size_t N, class Tag>
    Query& bind(const FixedBytes<N, Tag>& value) {
        return bind(ByteSpan(value.bytes));
    }

    /// Whether there is a (next) row.
    Result<bool, StoreError> step();
    /// For statements without rows.
    Result<void, StoreError> run();

    std::int64_t i64(int column) const;
    std::uint64_t u64(int column) const { return static_cast<std::uint64_t>(i64(column)); }
    std::uint32_t u32(int column) const { return static_cast<std::uint32_t>(i64(column)); }
    ByteSpan bytes(int column) const;
    bool is_null(int column) const;
    /// A key column; zeros when the blob isn't exactly that long.
    template <class Key>
    Key key(int column) const {
        const auto value = bytes(column);
        return value.size() == Key::size ? Key::from(value) : Key{};
    }

  private:
    const Connection& connection_;
    sqlite3_stmt* statement_;
    int parameter_ = 0;
    int failure_ = 0;  ///< first error of a bind
};

/// A transaction that is rolled back unless committed.
class Transaction {
  public:
    /// A writing transaction takes the write lock at once.
    static Result<Transaction, StoreError> write(Connection& connection);
    /// A reading transaction sees one state from its first read on.
    static Result<Transaction, StoreError> read(Connection& connection);

    Transaction(Transaction&& other) noexcept;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    Result<void, StoreError> commit();

  private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}
    Connection* connection_;  ///< null once it is over
};

}  // namespace orrery::store::sqlite

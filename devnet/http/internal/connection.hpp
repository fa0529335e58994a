#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace orrery::http {

struct Core;

/// What the server needs of a connection, whatever it speaks. Owned by its pending I/O operations;
/// it goes away when none is left. The registry knows it only weakly.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    explicit Connection(Core& core) : core_(core) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection();  ///< leaves the registry

    virtual void drain() = 0;  ///< finish what is under way, then close; any thread
    virtual void abort() = 0;  ///< close now; any thread

    [[nodiscard]] bool overdue(std::uint64_t tick) const { return deadline_.load() < tick; }

  protected:
    void expire_in(std::chrono::seconds timeout);
    void never_expire() { deadline_ = never; }

    Core& core_;

  private:
    static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();
    // In ticks of the server's sweep, which read it from another thread. A timer per connection
    // would cost more than most requests.
    std::atomic<std::uint64_t> deadline_ = never;
};

enum class Admission { admitted, full, stopping };

/// The open connections: counts them, finds overdue ones, and lets stop() reach all. Thread-safe.
class Registry {
  public:
    Admission add(const std::shared_ptr<Connection>& connection, std::size_t limit);
    void remove(Connection* connection);

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::vector<std::shared_ptr<Connection>> overdue(std::uint64_t tick) const;
    [[nodiscard]] std::vector<std::shared_ptr<Connection>> all() const;

    void refuse_new();
    void wait_until_empty(std::chrono::milliseconds timeout);

  private:
    mutable std::mutex mutex_;
    std::condition_variable emptied_;
    // Protected by mutex_. A key stays valid while it is listed: destructors unlist themselves.
    std::unordered_map<Connection*, std::weak_ptr<Connection>> connections_;
    bool stopping_ = false;
};

}  // namespace orrery::http

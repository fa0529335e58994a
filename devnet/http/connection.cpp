#include "devnet/http/internal/connection.hpp"

#include <algorithm>

#include "devnet/http/internal/core.hpp"

namespace orrery::http {

Connection::~Connection() { core_.registry.remove(this); }

void Connection::expire_in(std::chrono::seconds timeout) {
    deadline_ = core_.tick.load() + static_cast<std::uint64_t>(std::max<long>(timeout.count(), 1));
}

Admission Registry::add(const std::shared_ptr<Connection>& connection, std::size_t limit) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return Admission::stopping;
    if (connections_.size() >= limit) return Admission::full;
    connections_.emplace(connection.get(), connection);
    return Admission::admitted;
}

void Registry::remove(Connection* connection) {
    const std::lock_guard lock(mutex_);
    if (connections_.erase(connection) != 0 && connections_.empty()) emptied_.notify_all();
}

std::size_t Registry::size() const {
    const std::lock_guard lock(mutex_);
    return connections_.size();
}

// Both lists are handed out rather than visited: letting go of the last reference to a connection
// takes the mutex again.
std::vector<std::shared_ptr<Connection>> Registry::overdue(std::uint64_t tick) const {
    std::vector<std::shared_ptr<Connection>> found;
    const std::lock_guard lock(mutex_);
    for (const auto& [raw, weak] : connections_) {
        if (!raw->overdue(tick)) continue;
        if (auto connection = weak.lock()) found.push_back(std::move(connection));
    }
    return found;
}

std::vector<std::shared_ptr<Connection>> Registry::all() const {
    std::vector<std::shared_ptr<Connection>> found;
    const std::lock_guard lock(mutex_);
    found.reserve(connections_.size());
    for (const auto& [raw, weak] : connections_)
        if (auto connection = weak.lock()) found.push_back(std::move(connection));
    return found;
}

void Registry::refuse_new() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
}

void Registry::wait_until_empty(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    emptied_.wait_for(lock, timeout, [this] { return connections_.empty(); });
}

}  // namespace orrery::http

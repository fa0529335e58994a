#include "devnet/http/server.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "devnet/http/internal/core.hpp"
#include "devnet/http/internal/listener.hpp"

namespace orrery::http {
namespace {

constexpr std::chrono::seconds sweep_interval{1};  // one tick
constexpr std::chrono::milliseconds accept_retry{50};

int thread_count(unsigned wanted) {
    const unsigned chosen =
        wanted != 0 ? wanted : std::clamp(std::thread::hardware_concurrency(), 2U, 8U);
    return static_cast<int>(chosen);
}

/// The usual soft limit of 1024 open files is less than a thousand clients and a ledger need.
void raise_descriptor_limit(std::size_t connections) {
    constexpr rlim_t other_files = 1024;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    const rlim_t wanted = std::min<rlim_t>(connections + other_files, limit.rlim_max);
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = wanted;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

struct Server::Impl {
    struct Door {
        Acceptor acceptor;
        asio::steady_timer retry;
    };

    Impl(ServerConfig config, Handlers handlers, int count)
        : core(std::move(config), std::move(handlers), count),
          control(asio::make_strand(core.io)),
          sweep_timer(control) {}

    Result<void, StartError> bind();
    void run(int count);
    void accept(Door& door);
    void accepted(Door& door, error_code ec, Socket socket);
    void sweep();
    void stop();
    void close_doors();

    Core core;
    const Strand control;  ///< doors, sweep_timer and stopping are touched on it only
    std::vector<Door> doors;
    std::uint16_t port = 0;
    std::vector<std::string> hosts;
    asio::steady_timer sweep_timer;
    bool stopping = false;

    std::mutex stop_mutex;
    std::vector<std::thread> threads;  ///< protected by stop_mutex once running
};

Result<void, StartError> Server::Impl::bind() {
    TRY(Listeners listeners, listen_on(core.config, control));
    port = listeners.port;
    hosts = std::move(listeners.hosts);
    for (Acceptor& acceptor : listeners.acceptors)
        doors.push_back({std::move(acceptor), asio::steady_timer(control)});
    return {};
}

void Server::Impl::run(int count) {
    asio::post(control, [this] {
        for (Door& door : doors) accept(door);
        sweep();
    });
    for (int i = 0; i < count; ++i) threads.emplace_back([this] { core.io.run(); });
}

void Server::Impl::accept(Door& door) {
    if (stopping) return;
    door.acceptor.async_accept(
        asio::make_strand(core.io),
        [this, &door](error_code ec, Socket socket) { accepted(door, ec, std::move(socket)); });
}

void Server::Impl::accepted(Door& door, error_code ec, Socket socket) {
    if (!ec) {
        close_on_exec(socket.native_handle());
        start_connection(core, std::move(socket));
        return accept(door);
    }
    // Out of descriptors or memory, or the peer has gone: both pass. Trying at once would spin.
    if (stopping) return;
    door.retry.expires_after(accept_retry);
    door.retry.async_wait([this, &door](error_code) { accept(door); });
}

void Server::Impl::sweep() {
    if (stopping) return;
    for (const auto& connection : core.registry.overdue(++core.tick)) connection->abort();
    sweep_timer.expires_after(sweep_interval);
    sweep_timer.async_wait([this](error_code) { sweep(); });
}

void Server::Impl::close_doors() {
    stopping = true;
    error_code ignored;
    for (Door& door : doors) {
        door.acceptor.close(ignored);
        door.retry.cancel();
    }
    sweep_timer.cancel();
}

void Server::Impl::stop() {
    const std::lock_guard lock(stop_mutex);
    if (threads.empty()) return;
    core.registry.refuse_new();
    asio::post(control, [this] { close_doors(); });
    for (const auto& connection : core.registry.all()) connection->drain();
    core.registry.wait_until_empty(core.config.stop_grace);
    for (const auto& connection : core.registry.all()) connection->abort();
    // Nothing is left that could wait, so the threads run out of work.
    for (std::thread& thread : threads) thread.join();
    threads.clear();
}

Result<std::unique_ptr<Server>, StartError> Server::start(ServerConfig config, Handlers handlers) {
    const int count = thread_count(config.io_threads);
    try {
        raise_descriptor_limit(config.max_connections);
        auto impl = std::make_unique<Impl>(std::move(config), std::move(handlers), count);
        CHECK_OK(impl->bind());
        std::unique_ptr<Server> server(new Server(std::move(impl)));
        server->impl_->run(count);
        return server;
    } catch (const std::exception& error) {
        return fail(StartError{.kind = StartErrorKind::system, .detail = error.what()});
    }
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { stop(); }

void Server::stop() { impl_->stop(); }

std::uint16_t Server::port() const { return impl_->port; }

const std::vector<std::string>& Server::hosts() const { return impl_->hosts; }

std::size_t Server::connections() const { return impl_->core.registry.size(); }

}  // namespace orrery::http

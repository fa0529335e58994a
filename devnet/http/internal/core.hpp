#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

#include "devnet/http/internal/asio.hpp"
#include "devnet/http/internal/connection.hpp"
#include "devnet/http/server.hpp"

namespace orrery::http {

/// What every connection of a server shares. It outlives them all.
struct Core {
    Core(ServerConfig c, Handlers h, int threads)
        : config(std::move(c)), handlers(std::move(h)), io(threads) {}

    // Constant after construction.
    const ServerConfig config;
    const Handlers handlers;

    std::atomic<std::uint64_t> tick = 0;  ///< seconds since start, by the sweep timer
    std::atomic<std::uint64_t> last_ws_id = 0;
    Registry registry;
    asio::io_context io;  // last: destroying it destroys connections, which use all of the above
};

/// Serves HTTP on an accepted socket, or answers 503 if the server has as many as it may.
void start_connection(Core& core, Socket socket);

}  // namespace orrery::http

#pragma once

#include <string>
#include <vector>

#include "devnet/http/internal/asio.hpp"
#include "devnet/http/server.hpp"

namespace orrery::http {

/// Listening sockets: every bound host on every port. They share one strand, so that stopping and
/// accepting never overlap.
struct Listeners {
    std::vector<Acceptor> acceptors;
    std::uint16_t port = 0;
    std::vector<std::string> hosts;
};

/// Binds all or nothing.
[[nodiscard]] Result<Listeners, StartError> listen_on(const ServerConfig& config,
                                                      const Strand& strand);

/// Child processes must not inherit sockets: one that outlives us would keep the port busy.
void close_on_exec(int descriptor);

}  // namespace orrery::http

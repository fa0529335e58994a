#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "devnet/http/message.hpp"
#include "devnet/http/websocket.hpp"
#include "sdk/types/result.hpp"

namespace orrery::http {

struct ServerConfig {
    /// Numeric addresses, each bound on every port. An IPv6 one is skipped where the machine has no
    /// such address, as long as another host remains.
    std::vector<std::string> hosts = {"127.0.0.1", "::1"};
    /// The main port; 0 lets the system pick one whose mirrors are free too.
    std::uint16_t port = 8899;
    /// The same service also answers on port + 1 … port + mirrors. Solana's clients derive their
    /// WebSocket address as the RPC port + 1.
    unsigned mirrors = 1;
    /// Threads that read, run handlers and write; 0 picks 2 to 8 by the number of cores. As many
    /// slow handlers stop everything else, so it is at least one more than is expected of those.
    unsigned io_threads = 0;
    std::size_t max_header = std::size_t{16} << 10;  ///< bytes of a request's head; else 431
    std::size_t max_body = std::size_t{16} << 20;    ///< bytes of a request's body; else 413
    std::size_t max_ws_message = std::size_t{16}
                                 << 20;  ///< bytes of an incoming message; else 1009
    std::size_t ws_queue_bytes = std::size_t{64} << 20;  ///< unsent bytes per WebSocket
    /// Further connections are answered 503 and closed. The process's soft limit on open files is
    /// raised towards this at start.
    std::size_t max_connections = 16'384;
    std::chrono::seconds idle_timeout{300};  ///< a keep-alive client between requests; a silent WS
    std::chrono::seconds request_timeout{60};   ///< to receive a begun request, to take a response
    std::chrono::milliseconds stop_grace{250};  ///< for close handshakes and answers under way
};

struct Handlers {
    HttpHandler http;  ///< required
    WsHandlers ws{};
};

enum class StartErrorKind {
    port_busy,
    permission_denied,  ///< a port below 1024, usually
    bad_address,        ///< not numeric, not of this machine, or a port above 65535
    system,             ///< threads, descriptors, memory
};

/// Why the server did not start. Nothing is left bound.
struct StartError {
    StartErrorKind kind = StartErrorKind::system;
    std::string address{};   ///< the host that failed; empty if the failure is not about one
    std::uint16_t port = 0;  ///< the port that failed: the main one or a mirror
    std::string detail{};    ///< the system's words

    /// One sentence of what failed and one of how to fix it.
    [[nodiscard]] std::string message() const;
};

/// An HTTP/1.0 and 1.1 server that also speaks WebSocket, on any path of the same ports. Idle
/// connections cost memory but no thread. It answers by itself: OPTIONS (CORS for any origin),
/// Expect: 100-continue, 400 for what is not HTTP, and the limits above. The body of such an error
/// is {"error":{"code":413,"message":"…"}}.
class Server {
  public:
    /// Binds every host and port, or none, and starts serving. Handlers run before this returns.
    [[nodiscard]] static Result<std::unique_ptr<Server>, StartError> start(ServerConfig config,
                                                                           Handlers handlers);

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();  ///< stops

    /// Stops accepting, lets answers under way and close handshakes finish for stop_grace, closes
    /// what is left, joins the threads. Waits for handlers that are running, so a handler must not
    /// call it. Any other thread, any number of times.
    void stop();

    [[nodiscard]] std::uint16_t port() const;  ///< the main port, also when 0 was asked for
    [[nodiscard]] const std::vector<std::string>& hosts() const;  ///< those that were bound
    [[nodiscard]] std::size_t connections() const;                ///< open now, WebSockets included

  private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace orrery::http

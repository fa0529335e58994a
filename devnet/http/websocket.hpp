#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace orrery::http {

/// A handle on one open WebSocket. Every call may come from any thread, at any time, even after
/// the connection or the whole server is gone: it then does nothing.
class WsSession {
  public:
    virtual ~WsSession() = default;

    /// Queues a text message, which many sessions may share. False if the session is closed or
    /// closing. A consumer so slow that the queue would exceed ServerConfig::ws_queue_bytes is
    /// disconnected without a close frame and its queue dropped; a single message of any size is
    /// accepted by an empty queue.
    virtual bool send(std::shared_ptr<const std::string> message) = 0;

    /// Sends what is queued, then performs the close handshake; cut off after a few seconds.
    virtual void close() = 0;

    /// Calls `on_read` on an I/O thread once the peer has read all that was queued before: a ping
    /// follows it, and the pong tells. Not at all when the session ends first, or with a peer that
    /// answers no pings.
    virtual void after_read(std::function<void()> on_read) = 0;

    /// Unique within the server, never reused, from 1.
    [[nodiscard]] virtual std::uint64_t id() const = 0;
};

/// What happens on WebSockets. For one session the calls are ordered and never overlap; sessions
/// run in parallel on the I/O threads. A handler that throws has its session closed (code 1011).
struct WsHandlers {
    /// After the handshake. The handle may be kept for as long as one likes.
    std::function<void(const std::shared_ptr<WsSession>&)> on_open{};
    /// A whole text or binary message, borrowed for the call. Empty: upgrades are refused by
    /// treating them as ordinary requests.
    std::function<void(const std::shared_ptr<WsSession>&, std::string_view)> on_message{};
    /// Once per on_open, last, whichever side ended it; Server::stop() included.
    std::function<void(const std::shared_ptr<WsSession>&)> on_close{};
};

}  // namespace orrery::http

#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "devnet/http/internal/beast.hpp"
#include "devnet/http/internal/core.hpp"
#include "devnet/http/websocket.hpp"

namespace orrery::http {

class WsConnection;
using Message = std::shared_ptr<const std::string>;

/// What a session has to send: a message or, without one, a ping.
struct Outgoing {
    Message message;
    std::function<void()> on_pong{};
};
using Handshake = beast::http::request<beast::http::empty_body>;

/// The handle that users hold. It may outlive the connection and the server, so it reaches the
/// connection only under its mutex and only until detach().
class Outbox final : public WsSession {
  public:
    Outbox(WsConnection& connection, std::uint64_t id, std::size_t limit)
        : id_(id), limit_(limit), connection_(&connection) {}

    bool send(Message message) override;
    void close() override;
    void after_read(std::function<void()> on_read) override;
    [[nodiscard]] std::uint64_t id() const override { return id_; }

    // The connection's side, called on its strand.

    /// The next thing to write. When there is none, the next one queued wakes the connection.
    std::optional<Outgoing> next();
    void refuse_new();
    void detach();

  private:
    bool queue(Outgoing out);

    // Constant after construction.
    const std::uint64_t id_;
    const std::size_t limit_;

    std::mutex mutex_;
    // Protected by mutex_.
    WsConnection* connection_;
    std::deque<Outgoing> queue_;
    std::size_t queued_bytes_ = 0;
    bool awake_ = false;  ///< the connection is writing, or has been told to
    bool closing_ = false;
};

/// One WebSocket, from the upgrade to its end. All on its strand unless said otherwise.
class WsConnection final : public Connection {
  public:
    WsConnection(Core& core, Socket socket);

    void accept(const Handshake& handshake);
    void drain() override;
    void abort() override;

    // For the outbox; the first three from any thread.
    [[nodiscard]] bool on_strand() const { return strand_.running_in_this_thread(); }
    void wake();
    void request_close();
    void flush();

  private:
    void opened();
    void read();
    void received();
    void answered(std::string_view payload);
    void close(beast::websocket::close_code code);
    void close_socket();
    void finish();

    template <class Function>
    bool guarded(Function&& call);
    std::shared_ptr<WsConnection> self() {
        return std::static_pointer_cast<WsConnection>(shared_from_this());
    }

    const Strand strand_;
    WsStream stream_;
    const std::shared_ptr<Outbox> outbox_;
    beast::flat_buffer inbox_;
    Message current_;  ///< being written
    bool writing_ = false;
    /// Pings on their way, oldest first: their payloads are the numbers from first_ping_ on.
    std::deque<std::function<void()>> pings_;
    std::uint64_t first_ping_ = 0;
    beast::websocket::close_code close_code_ = beast::websocket::close_code::none;
    bool open_ = false;  ///< the handshake is done
    bool close_sent_ = false;
};

/// Answers the upgrade request and turns the socket over to the WebSocket handlers.
void start_websocket(Core& core, Socket socket, const Handshake& handshake);

}  // namespace orrery::http

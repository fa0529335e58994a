#include "devnet/http/internal/ws_session.hpp"

#include <boost/beast/websocket/rfc6455.hpp>
#include <charconv>
#include <limits>
#include <string>
#include <utility>

namespace orrery::http {
namespace {

namespace ws = beast::websocket;

constexpr std::chrono::seconds handshake_timeout{10};
constexpr std::chrono::seconds close_timeout{5};
constexpr std::size_t max_pings = 1024;  // that a peer leaves unanswered; the oldest are given up
constexpr std::size_t kept_buffer_bytes = std::size_t{64} << 10;

}  // namespace

WsConnection::WsConnection(Core& core, Socket socket)
    : Connection(core),
      strand_(socket.get_executor()),
      stream_(std::move(socket)),
      outbox_(std::make_shared<Outbox>(*this, ++core.last_ws_id, core.config.ws_queue_bytes)) {
    // Pings find out about peers that vanished; a live one answers, however silent it is otherwise.
    stream_.set_option(ws::stream_base::timeout{.handshake_timeout = handshake_timeout,
                                                .idle_timeout = core.config.idle_timeout,
                                                .keep_alive_pings = true});
    stream_.read_message_max(core.config.max_ws_message);
    stream_.auto_fragment(false);
    stream_.text(true);
    stream_.control_callback([this](ws::frame_type kind, beast::string_view payload) {
        if (kind == ws::frame_type::pong) answered({payload.data(), payload.size()});
    });
}

void WsConnection::accept(const Handshake& handshake) {
    stream_.async_accept(
        handshake, [self = self()](error_code ec) { ec ? self->close_socket() : self->opened(); });
}

/// Runs a user's handler. False if it threw: the session then closes.
template <class Function>
bool WsConnection::guarded(Function&& call) {
    try {
        call();
        return true;
    } catch (...) {
        close(ws::close_code::internal_error);
        return false;
    }
}

void WsConnection::opened() {
    open_ = true;
    const auto& on_open = core_.handlers.ws.on_open;
    if (on_open) guarded([&] { on_open(outbox_); });
    read();
}

void WsConnection::read() {
    stream_.async_read(inbox_, [self = self()](error_code ec, std::size_t) {
        ec ? self->finish() : self->received();
    });
}

void WsConnection::received() {
    const auto bytes = inbox_.cdata();
    const std::string_view message(static_cast<const char*>(bytes.data()), bytes.size());
    // What still arrives during the close handshake is nobody's business any more.
    if (close_code_ == ws::close_code::none)
        guarded([&] { core_.handlers.ws.on_message(outbox_, message); });
    inbox_.clear();
    if (inbox_.capacity() > kept_buffer_bytes) inbox_ = {};
    read();
}

void WsConnection::wake() {
    asio::post(strand_, [self = self()] { self->flush(); });
}

// A peer may answer only the newest of several pings.
void WsConnection::answered(std::string_view payload) {
    std::uint64_t number = 0;
    const auto end = payload.data() + payload.size();
    const auto [at, ec] = std::from_chars(payload.data(), end, number);
    if (ec != std::errc{} || at != end) return;
    while (!pings_.empty() && first_ping_ <= number) {
        const auto on_pong = std::move(pings_.front());
        pings_.pop_front();
        ++first_ping_;
        guarded(on_pong);
    }
}

/// Writes the queue, one message after another; then the close frame, if one is wanted.
void WsConnection::flush() {
    if (writing_ || close_sent_) return;
    if (auto next = outbox_->next()) {
        writing_ = true;
        current_ = std::move(next->message);
        const auto written = [self = self()](error_code ec, std::size_t = 0) {
            self->writing_ = false;
            self->current_ = nullptr;
            ec ? self->close_socket() : self->flush();
        };
        if (current_) {
            stream_.async_write(asio::buffer(*current_), written);
        } else {
            if (pings_.size() == max_pings) {
                pings_.pop_front();
                ++first_ping_;
            }
            const auto payload = std::to_string(first_ping_ + pings_.size());
            pings_.push_back(std::move(next->on_pong));
            stream_.async_ping(ws::ping_data(payload.data(), payload.size()), written);
        }
        return;
    }
    if (close_code_ == ws::close_code::none) return;
    close_sent_ = true;
    stream_.async_close(close_code_, [self = self()](error_code) { self->close_socket(); });
}

void WsConnection::close(ws::close_code code) {
    if (close_code_ != ws::close_code::none) return;
    close_code_ = code;
    outbox_->refuse_new();
    expire_in(close_timeout);
    flush();
}

void WsConnection::request_close() {
    asio::post(strand_, [self = self()] { self->close(ws::close_code::normal); });
}

void WsConnection::drain() {
    asio::post(strand_, [self = self()] {
        self->open_ ? self->close(ws::close_code::going_away) : self->close_socket();
    });
}

void WsConnection::abort() {
    asio::post(strand_, [self = self()] { self->close_socket(); });
}

// The pending read fails on this and finishes the session.
void WsConnection::close_socket() {
    error_code ignored;
    stream_.next_layer().close(ignored);
}

void WsConnection::finish() {
    outbox_->detach();
    close_socket();
    const auto& on_close = core_.handlers.ws.on_close;
    if (on_close) guarded([&] { on_close(outbox_); });
}

void start_websocket(Core& core, Socket socket, const Handshake& handshake) {
    auto connection = std::make_shared<WsConnection>(core, std::move(socket));
    // It takes over the place of the HTTP connection that asked, so the limit does not apply.
    constexpr auto no_limit = std::numeric_limits<std::size_t>::max();
    if (core.registry.add(connection, no_limit) == Admission::admitted)
        connection->accept(handshake);
}

}  // namespace orrery::http

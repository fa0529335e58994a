#include "devnet/http/internal/http_session.hpp"

#include <boost/asio/write.hpp>
#include <utility>

#include "devnet/http/internal/ws_session.hpp"

namespace orrery::http {
namespace {

namespace bhttp = beast::http;

constexpr std::size_t head_read_bytes = 4096;  // also what an idle connection holds
constexpr std::size_t body_read_bytes = std::size_t{64} << 10;
constexpr std::size_t flush_threshold = std::size_t{64} << 10;
constexpr std::size_t copied_body_bytes = std::size_t{16} << 10;
constexpr std::size_t kept_buffer_bytes = std::size_t{64} << 10;
// A client that pipelines without end must let the connections of its thread have their turn.
constexpr int requests_per_turn = 64;
constexpr std::chrono::seconds linger_timeout{2};

Response rejection(error_code ec, const ServerConfig& config) {
    if (ec == bhttp::error::body_limit)
        return error_response(
            413, "the request body exceeds " + std::to_string(config.max_body) + " bytes");
    if (ec == bhttp::error::header_limit)
        return error_response(
            431, "the request head exceeds " + std::to_string(config.max_header) + " bytes");
    if (ec == bhttp::error::bad_version)
        return error_response(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
    return error_response(400, "not a valid HTTP request: " + ec.message());
}

std::string name_of(const tcp::endpoint& peer) {
    const std::string address = peer.address().to_string();
    const std::string host = peer.address().is_v6() ? "[" + address + "]" : address;
    return host + ":" + std::to_string(peer.port());
}

void shed_memory(std::string& text) {
    if (text.capacity() > kept_buffer_bytes) text = {};
}

}  // namespace

HttpSession::HttpSession(Core& core, Socket socket, std::string remote)
    : Connection(core), strand_(socket.get_executor()), socket_(std::move(socket)) {
    incoming_.request.remote = std::move(remote);
}

// A completion handler that keeps this session alive and passes on the byte count.
template <class Member>
auto HttpSession::bind(Member member) {
    auto self = std::static_pointer_cast<HttpSession>(shared_from_this());
    return [self = std::move(self), member](error_code ec, std::size_t n) { member(*self, ec, n); };
}

void HttpSession::start() {
    expire_in(core_.config.idle_timeout);
    asio::post(strand_, [self = shared_from_this(), this] { draining_ ? close() : read(); });
}

/// Instead of start(). Best effort: it does not wait until the peer has read it.
void HttpSession::refuse() {
    queue(error_response(503, "too many connections"), {.keep_alive = false});
    error_code ignored;
    socket_.write_some(unwritten(), ignored);
    socket_.shutdown(Socket::shutdown_send, ignored);
}

void HttpSession::read() {
    const bool in_body = parser_ && parser_->is_header_done();
    reading_ = true;
    socket_.async_read_some(inbox_.prepare(in_body ? body_read_bytes : head_read_bytes),
                            bind([](HttpSession& self, error_code ec, std::size_t n) {
                                self.reading_ = false;
                                if (ec) return self.close();
                                self.inbox_.commit(n);
                                self.pump();
                            }));
}

/// Answers what is buffered, then waits for more. Output of pipelined requests is written at once.
void HttpSession::pump() {
    for (int served = 0; served < requests_per_turn; ++served) {
        const Progress progress = parse();
        if (progress == Progress::complete) serve();
        if (upgraded_) return;
        if (progress == Progress::starved) expect_more();
        const bool must_flush = progress == Progress::starved || closing_ ||
                                pending() > flush_threshold || !body_.empty();
        if (must_flush && !flush()) return;  // after_flush() goes on
        if (closing_) return linger();
        if (progress == Progress::starved) return read();
    }
    asio::post(strand_, [self = shared_from_this(), this] { pump(); });
}

HttpSession::Progress HttpSession::parse() {
    while (inbox_.size() > 0) {
        if (!parser_) {
            parser_.emplace(incoming_, core_.config);
            expire_in(core_.config.request_timeout);
        }
        error_code ec;
        const std::size_t used = parser_->put(inbox_.data(), ec);
        inbox_.consume(used);
        if (!ec && parser_->is_done()) return Progress::complete;
        if (ec && ec != bhttp::error::need_more) return reject(ec);
        if (ec || used == 0) break;
    }
    // Beast does not limit chunk extensions and trailers, which it wants whole.
    if (inbox_.size() > core_.config.max_header + body_read_bytes)
        return reject(bhttp::error::header_limit);
    return Progress::starved;
}

HttpSession::Progress HttpSession::reject(error_code ec) {
    parser_.reset();
    queue(rejection(ec, core_.config), {.keep_alive = false});
    return Progress::rejected;
}

void HttpSession::expect_more() {
    if (!parser_) {
        expire_in(core_.config.idle_timeout);
        if (inbox_.capacity() > kept_buffer_bytes) inbox_ = {};
        return;
    }
    if (incoming_.expects_continue && parser_->is_header_done() && !std::exchange(continued_, true))
        head_.append("HTTP/1.1 100 Continue\r\n\r\n");
}

void HttpSession::serve() {
    if (incoming_.wants_websocket && parser_->upgrade() && core_.handlers.ws.on_message)
        return upgrade();
    never_expire();
    queue(respond(),
          {.http_1_0 = incoming_.version < 11, .keep_alive = parser_->keep_alive() && !draining_});
    parser_.reset();
    incoming_.reset();
    continued_ = false;
    expire_in(core_.config.request_timeout);
}

Response HttpSession::respond() const {
    if (incoming_.request.method == "OPTIONS") return preflight_response(incoming_.asked_headers);
    try {
        return core_.handlers.http(incoming_.request);
    } catch (...) {
        return error_response(500, "the request handler failed");
    }
}

void HttpSession::queue(Response response, Framing framing) {
    write_head(head_, response, framing);
    closing_ = !framing.keep_alive;
    if (incoming_.is_head || !has_body(response.status)) return;
    if (response.body.size() <= copied_body_bytes)
        head_.append(response.body);
    else
        body_ = std::move(response.body);
}

void HttpSession::upgrade() {
    // A client has to wait for its earlier answers before it upgrades, and for 101 before its first
    // frame; so the handshake can start with nothing buffered either way.
    if (inbox_.size() > 0 || pending() > 0)
        return queue(error_response(400, "an upgrade cannot be pipelined"), {.keep_alive = false});
    bhttp::request<bhttp::empty_body> handshake{bhttp::verb::unknown, incoming_.request.target,
                                                static_cast<unsigned>(incoming_.version)};
    handshake.method_string(incoming_.request.method);
    handshake.set(bhttp::field::connection, "upgrade");
    handshake.set(bhttp::field::upgrade, "websocket");
    const std::pair<bhttp::field, const std::string&> required[] = {
        {bhttp::field::host, incoming_.request.host},
        {bhttp::field::sec_websocket_key, incoming_.ws_key},
        {bhttp::field::sec_websocket_version, incoming_.ws_version},
    };
    for (const auto& [name, value] : required)  // one that is missing makes Beast refuse
        if (!value.empty()) handshake.set(name, value);
    upgraded_ = true;
    start_websocket(core_, std::move(socket_), handshake);
}

std::array<asio::const_buffer, 2> HttpSession::unwritten() const {
    const auto head = asio::buffer(head_) + written_;
    const std::size_t of_body = written_ > head_.size() ? written_ - head_.size() : 0;
    return {head, asio::buffer(body_) + of_body};
}

/// Writes the output. True when all of it went out at once, the usual case, which spares the way
/// through the scheduler; else after_flush() runs when it is done.
bool HttpSession::flush() {
    if (pending() == 0) return true;
    error_code ec;
    written_ += socket_.write_some(unwritten(), ec);
    if (ec && ec != asio::error::would_block) {
        close();
        return false;
    }
    if (pending() == 0) {
        after_flush();
        return true;
    }
    expire_in(core_.config.request_timeout);
    asio::async_write(socket_, unwritten(), bind([](HttpSession& self, error_code failed, auto) {
                          if (failed) return self.close();
                          self.after_flush();
                          self.closing_ ? self.linger() : self.pump();
                      }));
    return false;
}

void HttpSession::after_flush() {
    written_ = 0;
    head_.clear();
    shed_memory(head_);
    body_ = {};
}

/// Closes without losing the last response: closing a socket with unread input resets it, and the
/// reset may overtake the response. So: say that we are done, then swallow input until the peer is.
void HttpSession::linger() {
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    expire_in(linger_timeout);
    swallow();
}

void HttpSession::swallow() {
    inbox_.clear();
    socket_.async_read_some(inbox_.prepare(body_read_bytes),
                            bind([](HttpSession& self, error_code ec, std::size_t) {
                                ec ? self.close() : self.swallow();
                            }));
}

void HttpSession::close() {
    error_code ignored;
    socket_.close(ignored);
}

void HttpSession::drain() {
    asio::post(strand_, [self = shared_from_this(), this] {
        draining_ = true;
        if (reading_ && is_idle()) close();
    });
}

void HttpSession::abort() {
    asio::post(strand_, [self = shared_from_this(), this] { close(); });
}

void start_connection(Core& core, Socket socket) {
    error_code ec;
    const tcp::endpoint peer = socket.remote_endpoint(ec);
    if (!ec) socket.set_option(tcp::no_delay(true), ec);
    if (!ec) socket.non_blocking(true, ec);
    if (ec) return;  // the peer has gone already
    const auto session = std::make_shared<HttpSession>(core, std::move(socket), name_of(peer));
    switch (core.registry.add(session, core.config.max_connections)) {
        case Admission::admitted:
            return session->start();
        case Admission::full:
            return session->refuse();
        case Admission::stopping:
            return;
    }
}

}  // namespace orrery::http

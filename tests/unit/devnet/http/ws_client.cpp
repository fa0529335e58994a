#include "tests/unit/devnet/http/ws_client.hpp"

#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <limits>

namespace orrery::http::test {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

}  // namespace

struct WsClient::Impl {
    asio::io_context io;
    websocket::stream<asio::ip::tcp::socket> stream{io};
    bool open = false;
};

WsClient::WsClient(std::uint16_t port, std::string_view path) : impl_(std::make_unique<Impl>()) {
    error_code ec;
    auto& socket = impl_->stream.next_layer();
    socket.connect({asio::ip::make_address("127.0.0.1"), port}, ec);
    if (ec) return;
    const timeval patience{10, 0};
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    impl_->stream.read_message_max(std::numeric_limits<std::size_t>::max() / 2);
    impl_->stream.handshake("localhost", std::string(path), ec);
    impl_->open = !ec;
}

WsClient::WsClient(WsClient&&) noexcept = default;
WsClient::~WsClient() = default;

bool WsClient::is_open() const { return impl_->open; }

bool WsClient::send(std::string_view text) {
    error_code ec;
    impl_->stream.write(asio::buffer(text.data(), text.size()), ec);
    return !ec;
}

std::string WsClient::receive() {
    error_code ec;
    boost::beast::flat_buffer buffer;
    impl_->stream.read(buffer, ec);
    if (!ec) return boost::beast::buffers_to_string(buffer.data());
    if (ec == websocket::error::closed)
        return "<" + std::to_string(impl_->stream.reason().code) + ">";
    return "<gone>";
}

bool WsClient::ping(std::string_view payload) {
    bool answered = false;
    impl_->stream.control_callback([&](websocket::frame_type kind, boost::beast::string_view text) {
        if (kind == websocket::frame_type::pong)
            answered = std::string_view(text.data(), text.size()) == payload;
    });
    error_code ec;
    impl_->stream.ping(websocket::ping_data({payload.data(), payload.size()}), ec);
    std::array<char, 1> byte{};
    // Reading nothing but the pong: it is handled once a later frame is asked for.
    send("after ping");
    impl_->stream.read_some(asio::buffer(byte), ec);
    impl_->stream.control_callback();
    return answered && !ec;
}

void WsClient::close() {
    error_code ec;
    impl_->stream.close(websocket::close_code::normal, ec);
}

}  // namespace orrery::http::test

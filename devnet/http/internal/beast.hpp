#pragma once

// The one door to Beast. Only the two session files and the parser pay for parsing it.
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "devnet/http/internal/asio.hpp"

namespace orrery::http {

namespace beast = boost::beast;
/// A server of local clients gains nothing from permessage-deflate, so it is compiled out.
using WsStream = beast::websocket::stream<Socket, false>;

}  // namespace orrery::http

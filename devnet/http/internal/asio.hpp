#pragma once

// The one door to Asio for this folder; nothing outside devnet/http includes it.
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

namespace orrery::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Everything about one connection runs on its strand. Naming the type, instead of the default
/// any_io_executor, keeps type erasure out of every read and write.
using Strand = asio::strand<asio::io_context::executor_type>;
using Socket = asio::basic_stream_socket<tcp, Strand>;
using Acceptor = asio::basic_socket_acceptor<tcp, Strand>;

}  // namespace orrery::http

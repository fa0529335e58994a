#pragma once

#include <memory>

#include "devnet/http/server.hpp"

namespace orrery::bench {

/// What any chain behind HTTP and WebSocket takes at least: a JSON-RPC server on a free port that
/// answers requests on both with null, at once.
std::unique_ptr<http::Server> start_echo_server();

}  // namespace orrery::bench

#pragma once

#include <string_view>

#include "devnet/rpc/method.hpp"
#include "devnet/rpc/subscriptions.hpp"

namespace orrery::rpc {

/// Answers a WebSocket message: the subscription methods and every method of HTTP.
void handle_message(const Node& node, Subscriptions& subscriptions, const SessionRef& session,
                    std::string_view text);

}  // namespace orrery::rpc

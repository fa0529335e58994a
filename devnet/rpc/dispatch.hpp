#pragma once

#include <functional>
#include <string>

#include "devnet/rpc/method.hpp"
#include "sdk/json/request.hpp"

namespace orrery::rpc {

/// Writes the result of one call; its error is the call's.
using Run = std::function<json::RpcResult<void>(const json::Call&, json::Writer&)>;

/// The answer to a request body: one response, an array of them for a batch, or nothing where all
/// were notifications, which are never run. `run` is called once per valid call, in order.
std::string answer(std::string_view body, const Run& run);

}  // namespace orrery::rpc

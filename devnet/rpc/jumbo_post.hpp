#pragma once

#include "devnet/http/message.hpp"
#include "devnet/rpc/method.hpp"

namespace orrery::rpc {

/// Where jumbo transactions are posted as they are, without base64.
constexpr std::string_view jumbo_path = "/v1/jumbo";

/// Whether a request's target is that path, with or without a query.
bool is_jumbo_post(std::string_view target);

/// Sends the jumbo transaction that the body is (application/octet-stream) as sendTransaction does;
/// the query may have its skipPreflight, preflightCommitment and minContextSlot. Answers
/// {"signature":..} or {"error":{"code":..,"message":..}} with sendTransaction's codes and words,
/// and a status other than 200.
http::Response post_jumbo(const Node& node, const http::Request& request);

}  // namespace orrery::rpc

#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "sdk/json/document.hpp"
#include "sdk/json/rpc_error.hpp"

namespace orrery::json {

// The sentences in which serde, bs58 and base64 refuse an input: clients match on some of them.

/// "Invalid params: <cause>.": how jsonrpc-core reports what serde refuses.
RpcError serde_error(const std::string& cause);

/// "Invalid params: invalid type: integer `5`, expected a string."; an absent value counts as null.
RpcError type_error(View value, std::string_view expected);

/// "Invalid params: unknown variant `x`, expected one of `a`, `b`."
RpcError variant_error(std::string_view variant, std::span<const std::string_view> expected);

/// Why text isn't base58, as bs58 says it in Debug form; empty if it is.
std::string base58_fault(std::string_view text);
/// Why text isn't standard base64 with padding, as Rust's base64 says it in Debug form; empty if it
/// is.
std::string base64_fault(std::string_view text);

}  // namespace orrery::json

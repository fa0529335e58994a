#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sdk/json/document.hpp"
#include "sdk/json/params.hpp"
#include "sdk/json/rpc_error.hpp"

namespace orrery::json {

/// One call of a JSON-RPC request. Borrows from its Envelope.
struct Call {
    enum class Kind : std::uint8_t {
        method,        ///< wants an answer
        notification,  ///< has no id: must not be answered
        invalid,       ///< answer with `error`
    };
    Kind kind = Kind::invalid;
    std::string id = "null";  ///< rendered JSON, to be echoed
    std::string_view method;
    Params params;
    RpcError error;
};

/// A parsed request body. Call::method and Call::params borrow from it.
struct Envelope {
    Document document;
    bool is_batch = false;
    std::vector<Call> calls;
};

struct EnvelopeLimits {
    std::size_t max_depth = 32;
    std::size_t max_batch = 1000;  ///< calls in one array
};

/// Parses a request body as Agave's jsonrpc-core does: a call or an array of calls; ids are
/// strings, numbers or null; a call without id is a notification; missing or null params are none;
/// a member that isn't known or stands twice makes the call invalid. Errors: -32700 for what isn't
/// JSON or neither object nor array, -32600 for an empty or too long batch.
RpcResult<Envelope> parse_envelope(std::string_view body, const EnvelopeLimits& limits = {});

}  // namespace orrery::json

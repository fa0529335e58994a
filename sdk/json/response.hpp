#pragma once

#include <string>
#include <string_view>

#include "sdk/json/rpc_error.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::json {

/// Appends {"jsonrpc":"2.0","result":<result>,"id":<id>}. Both are rendered JSON.
void append_result(std::string& out, std::string_view id, std::string_view result);
/// Appends {"jsonrpc":"2.0","error":{..},"id":<id>}.
void append_error(std::string& out, std::string_view id, const RpcError& error);

std::string result_response(std::string_view id, std::string_view result);
std::string error_response(std::string_view id, const RpcError& error);

/// {"jsonrpc":"2.0","method":<method>,"params":{"result":<result>,"subscription":<id>}}: what a
/// subscription pushes. `method` is e.g. "accountNotification"; `result` is rendered JSON.
std::string notification(std::string_view method, std::uint64_t subscription,
                         std::string_view result);

/// Where in the chain an answer was read.
struct Context {
    Slot slot;
    std::string_view api_version;  ///< empty leaves it out, as WebSocket notifications do
};

/// Opens {"context":{"apiVersion":..,"slot":..},"value": - the caller writes the value and then
/// calls end_object().
Writer& begin_context(Writer& out, const Context& context);

/// The whole result in one go: with_context({slot, version}, 5) for numbers, booleans, strings.
template <class T>
std::string with_context(const Context& context, const T& value) {
    Writer out;
    begin_context(out, context).value(value).end_object();
    return out.take();
}

}  // namespace orrery::json

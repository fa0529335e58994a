#pragma once

#include <string>

#include "devnet/node/node.hpp"
#include "sdk/json/document.hpp"
#include "sdk/rpc/client.hpp"

namespace orrery::cli {

/// A transaction's trace as the chain gives it (orrery_getTrace), for people: what stopped each
/// program, by the logs, and its frames. Lines that end in a line feed; empty without a trace.
std::string trace_text(json::View trace, json::View logs);

/// The same of a node in this process.
std::string trace_text(const node::Fault& fault);

/// Asks for a transaction's trace; the answer's result is null when the chain doesn't know the
/// transaction. Errors: the client's; -32601 from chains that keep no traces.
client::ClientResult<client::Answer> get_trace(client::Client& client, std::string_view signature);

}  // namespace orrery::cli

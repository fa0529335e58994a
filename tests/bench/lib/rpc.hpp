#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"
#include "tests/unit/devnet/http/raw_client.hpp"

namespace orrery::bench {

/// An HTTP request with a JSON body.
std::string post(std::string_view body);

/// A sendTransaction call.
std::string send_transaction(ByteSpan wire, bool preflight);

/// Sends a JSON-RPC call, or a batch of them, and gives the answer. An answer that holds an error
/// ends the bench.
std::string call(http::test::RawClient& client, std::string_view body);

Hash latest_blockhash(http::test::RawClient& client);

}  // namespace orrery::bench

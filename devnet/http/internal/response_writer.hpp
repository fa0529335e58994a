#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "devnet/http/message.hpp"

namespace orrery::http {

/// What the request decided about how its response is written.
struct Framing {
    bool http_1_0 = false;
    bool keep_alive = true;
};

/// Appends the status line and header fields, up to and including the empty line.
void write_head(std::string& out, const Response& response, Framing framing);

/// Whether this status is sent with a body at all.
[[nodiscard]] bool has_body(int status);

/// {"error":{"code":status,"message":"…"}}; the message must not need JSON escapes.
[[nodiscard]] Response error_response(int status, std::string_view message);

/// The answer to OPTIONS: any origin may call with any header. `asked_headers` is the request's
/// Access-Control-Request-Headers; echoed, because "*" would not cover Authorization.
[[nodiscard]] Response preflight_response(std::string_view asked_headers);

}  // namespace orrery::http

#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace orrery::http {

/// One HTTP request, complete with its body. Absent header fields are empty strings; of repeated
/// ones the last wins. Valid only during the handler's call: the connection reuses its storage.
struct Request {
    std::string method;  ///< as sent, except that HEAD arrives as GET and its body is not written
    std::string target;  ///< path and query, as sent: not decoded, not normalised
    std::string host;
    std::string origin;
    std::string content_type;
    std::string accept;
    std::string authorization;
    std::string cookie;
    std::string if_none_match;
    std::string body;    ///< chunked bodies arrive joined
    std::string remote;  ///< the peer, as "127.0.0.1:50100" or "[::1]:50100"
};

/// What a handler answers. Content-Length, Connection and Access-Control-Allow-Origin are added
/// when it is written; 1xx, 204 and 304 are sent without their body.
struct Response {
    int status = 200;
    std::string content_type = "application/json";  ///< empty: no Content-Type is sent
    std::string body{};
    /// Further header fields; one whose name or value holds a control character is left out, so
    /// that text from a client cannot split the response.
    std::vector<std::pair<std::string, std::string>> headers{};
};

/// Answers a request on the I/O thread that read it. A slow call holds up its own connection and
/// one I/O thread. What it throws becomes a 500. Several connections call it at once.
using HttpHandler = std::function<Response(const Request&)>;

}  // namespace orrery::http

#pragma once

#include <string>

#include "devnet/http/internal/beast.hpp"
#include "devnet/http/message.hpp"
#include "devnet/http/server.hpp"

namespace orrery::http {

/// A request as it is being read: what handlers see, and what only the connection needs.
struct IncomingRequest {
    Request request;
    int version = 11;  ///< 10 or 11
    bool is_head = false;
    bool expects_continue = false;
    bool wants_websocket = false;  ///< Upgrade names it; parsers also need Connection: upgrade
    std::string ws_key;
    std::string ws_version;
    std::string asked_headers;  ///< Access-Control-Request-Headers

    /// Forgets the request, keeping the peer's address and moderate buffers for the next one.
    void reset();
};

/// Beast's incremental parser, writing straight into an IncomingRequest: the header fields nobody
/// reads are never stored, and a kept-alive connection parses without allocating.
class RequestParser final : public beast::http::basic_parser<true> {
  public:
    RequestParser(IncomingRequest& into, const ServerConfig& config);

  private:
    using string_view = beast::string_view;

    void on_request_impl(beast::http::verb, string_view method, string_view target, int version,
                         error_code& ec) override;
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(beast::http::field name, string_view name_text, string_view value,
                       error_code& ec) override;
    void on_header_impl(error_code&) override { head_done_ = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& ec) override;
    std::size_t on_body_impl(string_view bytes, error_code& ec) override;
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& ec) override;
    void on_finish_impl(error_code&) override {}

    IncomingRequest& into_;
    bool head_done_ = false;  // fields that follow are trailers, which must not overrule the head
};

}  // namespace orrery::http

#include "devnet/http/internal/request_parser.hpp"

#include <algorithm>
#include <limits>

namespace orrery::http {
namespace {

namespace bhttp = beast::http;

// A body beyond this gives its memory back after the request; a declared length beyond it is not
// believed until the bytes arrive.
constexpr std::size_t kept_body_bytes = std::size_t{64} << 10;

std::string* storage_of(bhttp::field name, IncomingRequest& into) {
    switch (name) {
        case bhttp::field::host:
            return &into.request.host;
        case bhttp::field::origin:
            return &into.request.origin;
        case bhttp::field::content_type:
            return &into.request.content_type;
        case bhttp::field::accept:
            return &into.request.accept;
        case bhttp::field::authorization:
            return &into.request.authorization;
        case bhttp::field::cookie:
            return &into.request.cookie;
        case bhttp::field::if_none_match:
            return &into.request.if_none_match;
        case bhttp::field::sec_websocket_key:
            return &into.ws_key;
        case bhttp::field::sec_websocket_version:
            return &into.ws_version;
        case bhttp::field::access_control_request_headers:
            return &into.asked_headers;
        default:
            return nullptr;
    }
}

}  // namespace

void IncomingRequest::reset() {
    Request& r = request;
    for (auto* text :
         {&r.method, &r.target, &r.host, &r.origin, &r.content_type, &r.accept, &r.authorization,
          &r.cookie, &r.if_none_match, &r.body, &ws_key, &ws_version, &asked_headers})
        text->clear();
    if (r.body.capacity() > kept_body_bytes) r.body = {};
    is_head = expects_continue = wants_websocket = false;
}

RequestParser::RequestParser(IncomingRequest& into, const ServerConfig& config) : into_(into) {
    constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
    header_limit(static_cast<std::uint32_t>(std::min(config.max_header, most)));
    body_limit(config.max_body);
    eager(true);
}

void RequestParser::on_request_impl(bhttp::verb verb, string_view method, string_view target,
                                    int version, error_code&) {
    into_.version = version;
    into_.is_head = verb == bhttp::verb::head;
    if (into_.is_head) method = "GET";
    into_.request.method.assign(method.data(), method.size());
    into_.request.target.assign(target.data(), target.size());
}

void RequestParser::on_field_impl(bhttp::field name, string_view, string_view value, error_code&) {
    if (head_done_) return;
    if (name == bhttp::field::expect)
        into_.expects_continue = beast::iequals(value, "100-continue");
    else if (name == bhttp::field::upgrade)
        into_.wants_websocket = beast::iequals(value, "websocket");
    else if (std::string* storage = storage_of(name, into_))
        storage->assign(value.data(), value.size());
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) {
    if (length)
        into_.request.body.reserve(
            static_cast<std::size_t>(std::min<std::uint64_t>(*length, kept_body_bytes)));
}

std::size_t RequestParser::on_body_impl(string_view bytes, error_code&) {
    into_.request.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& ec) {
    return on_body_impl(bytes, ec);
}

}  // namespace orrery::http

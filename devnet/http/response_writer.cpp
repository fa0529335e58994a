#include "devnet/http/internal/response_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace orrery::http {
namespace {

struct Reason {
    int status;
    std::string_view phrase;
};

constexpr Reason reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {413, "Payload Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Entity"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
};

// RFC 9112 section 4 lets the phrase be empty.
std::string_view reason_phrase(int status) {
    const auto* found = std::find_if(std::begin(reasons), std::end(reasons),
                                     [&](const Reason& r) { return r.status == status; });
    return found == std::end(reasons) ? std::string_view{} : found->phrase;
}

template <class Integer>
void append_number(std::string& out, Integer value) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

bool is_clean(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    if (name.empty() || !is_clean(name) || !is_clean(value)) return;
    out.append(name).append(": ").append(value).append("\r\n");
}

// A persistent connection is 1.1's default; the two other cases have to be said.
void append_connection(std::string& out, Framing framing) {
    if (!framing.keep_alive)
        out.append("Connection: close\r\n");
    else if (framing.http_1_0)
        out.append("Connection: keep-alive\r\n");
}

}  // namespace

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

void write_head(std::string& out, const Response& response, Framing framing) {
    out.append("HTTP/1.1 ");
    append_number(out, response.status);
    out.append(" ").append(reason_phrase(response.status)).append("\r\n");
    if (has_body(response.status)) {
        if (!response.content_type.empty())
            append_field(out, "Content-Type", response.content_type);
        out.append("Content-Length: ");
        append_number(out, response.body.size());
        out.append("\r\n");
    }
    append_connection(out, framing);
    out.append("Access-Control-Allow-Origin: *\r\n");
    for (const auto& [name, value] : response.headers) append_field(out, name, value);
    out.append("\r\n");
}

Response error_response(int status, std::string_view message) {
    Response response{.status = status};
    response.body = "{\"error\":{\"code\":";
    append_number(response.body, status);
    response.body.append(",\"message\":\"").append(message).append("\"}}");
    return response;
}

Response preflight_response(std::string_view asked_headers) {
    return {.status = 204,
            .headers = {
                {"Access-Control-Allow-Methods", "POST, GET, OPTIONS"},
                {"Access-Control-Allow-Headers",
                 std::string(asked_headers.empty() ? "*" : asked_headers)},
                // Chromium asks this before a public page may reach a loopback address.
                {"Access-Control-Allow-Private-Network", "true"},
                {"Access-Control-Max-Age", "86400"},
                {"Allow", "POST, GET, HEAD, OPTIONS"},
            }};
}

}  // namespace orrery::http

#include "sdk/rpc/http_transport.hpp"

#include <httplib.h>

namespace orrery::client {

struct HttpTransport::Impl {
    Url url;
    httplib::Client http;
    std::chrono::milliseconds timeout;
};

namespace {

std::string origin(const Url& url) {
    return (url.tls() ? "https://" : "http://") + url.authority();
}

ClientError transport_error(const Url& url, std::chrono::milliseconds timeout,
                            httplib::Error error) {
    switch (error) {
        case httplib::Error::Read:
        case httplib::Error::Write:
            return {ErrorKind::timed_out, url.text() + " broke off, or gave no answer within " +
                                              std::to_string(timeout.count()) +
                                              " ms; see whether the chain still runs"};
        case httplib::Error::SSLConnection:
        case httplib::Error::SSLLoadingCerts:
        case httplib::Error::SSLServerVerification:
            return {ErrorKind::unreachable,
                    "no secure connection to " + url.text() + " (" + httplib::to_string(error) +
                        "); check the address and this machine's certificates"};
        case httplib::Error::Connection:
            return nobody_answers(url, "no connection");
        default:
            return nobody_answers(url, httplib::to_string(error));
    }
}

}  // namespace

ClientError nobody_answers(const Url& url, const std::string& reason) {
    const std::string fix =
        url.is_local() ? "; start one with `orrery up`" : "; check the address and the network";
    return {ErrorKind::unreachable,
            "no chain answers at " + url.text() + fix + " (" + reason + ")"};
}

HttpTransport::HttpTransport(const Url& url, std::chrono::milliseconds timeout)
    : impl_(std::make_unique<Impl>(Impl{url, httplib::Client(origin(url)), timeout})) {
    auto& http = impl_->http;
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(timeout);
    http.set_keep_alive(true);
    // With Nagle's algorithm a body that follows its head in a segment of its own waits 40 ms.
    http.set_tcp_nodelay(true);
    http.set_connection_timeout(microseconds);
    http.set_read_timeout(microseconds);
    http.set_write_timeout(microseconds);
}
HttpTransport::HttpTransport(HttpTransport&&) noexcept = default;
HttpTransport& HttpTransport::operator=(HttpTransport&&) noexcept = default;
HttpTransport::~HttpTransport() = default;

ClientResult<std::string> HttpTransport::post(const std::string& body) {
    auto answer = impl_->http.Post(impl_->url.target, body, "application/json");
    if (!answer) return fail(transport_error(impl_->url, impl_->timeout, answer.error()));
    if (answer->status != 200 && !answer->body.starts_with('{'))
        return fail(
            ClientError{ErrorKind::bad_response, impl_->url.text() + " answered with HTTP status " +
                                                     std::to_string(answer->status) +
                                                     "; is that the RPC address of a chain?"});
    return std::move(answer->body);
}

}  // namespace orrery::client

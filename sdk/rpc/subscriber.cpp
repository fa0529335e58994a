#include "sdk/rpc/subscriber.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>

#include "sdk/json/writer.hpp"
#include "sdk/rpc/http_transport.hpp"

namespace orrery::client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using std::chrono::milliseconds;
using Plain = beast::websocket::stream<beast::tcp_stream>;
using Tls = beast::websocket::stream<beast::ssl_stream<beast::tcp_stream>>;

// Quiet subscriptions live by pings: servers close what is silent for minutes.
constexpr std::chrono::seconds ping_after{30};
constexpr std::size_t max_message = 64u << 20;

ClientError timed_out(const Url& url, milliseconds timeout) {
    return {ErrorKind::timed_out, url.text() + " gave no answer within " +
                                      std::to_string(timeout.count()) +
                                      " ms; see whether the chain still runs"};
}

// The connection's life: every step is asynchronous, so that it can be given up after a time.
template <class Stream>
class WebSocket final : public Subscriber {
  public:
    template <class... Args>
    WebSocket(Url url, milliseconds timeout, Args&... args)
        : url_(std::move(url)), timeout_(timeout), stream_(ioc_, args...) {}

    ClientResult<void> open() {
        asio::ip::tcp::resolver resolver(ioc_);
        error_code ec;
        const auto places = resolver.resolve(url_.host, std::to_string(url_.port), ec);
        if (ec) return fail(nobody_answers(url_, ec.message()));
        auto& tcp = beast::get_lowest_layer(stream_);
        tcp.expires_after(timeout_);
        CHECK_OK(wait([&](auto done) {
            tcp.async_connect(places, [done](error_code e, const auto&) { done(e); });
        }));
        tcp.socket().set_option(asio::ip::tcp::no_delay(true), ec);
        CHECK_OK(secure());
        tcp.expires_never();
        stream_.set_option(beast::websocket::stream_base::timeout{timeout_, ping_after, true});
        stream_.read_message_max(max_message);
        return wait(
            [&](auto done) { stream_.async_handshake(url_.authority(), url_.target, done); });
    }

    ClientResult<std::uint64_t> subscribe(std::string_view method,
                                          std::string_view params) override {
        const auto id = next_id_++;
        json::Writer request;
        request.begin_object().field("jsonrpc", "2.0").field("id", id).field("method", method);
        const auto text = request.key("params").raw(params).end_object().take();
        CHECK_OK(wait([&](auto done) {
            stream_.async_write(asio::buffer(text), [done](error_code e, std::size_t) { done(e); });
        }));
        const auto end = std::chrono::steady_clock::now() + timeout_;
        for (;;) {
            const auto left =
                std::chrono::duration_cast<milliseconds>(end - std::chrono::steady_clock::now());
            TRY(auto document, read(left));
            if (!document) return fail(timed_out(url_, timeout_));
            const auto root = document->root();
            if (root["id"].u64() != id) {
                keep(std::move(*document));
                continue;
            }
            if (const auto number = root["result"].u64()) return *number;
            const auto error = root["error"];
            return fail(ClientError{
                ErrorKind::refused,
                std::string(error["message"].string().value_or("the subscription was refused")),
                error["code"].i64().value_or(0)});
        }
    }

    ClientResult<std::optional<Notification>> next(milliseconds timeout) override {
        while (kept_.empty()) {
            TRY(auto document, read(timeout));
            if (!document) return std::nullopt;
            keep(std::move(*document));
        }
        auto first = std::move(kept_.front());
        kept_.pop_front();
        return first;
    }

  private:
    ClientResult<void> secure() {
        if constexpr (std::is_same_v<Stream, Tls>) {
            auto& tls = stream_.next_layer();
            if (!SSL_set_tlsext_host_name(tls.native_handle(), url_.host.c_str()))
                return fail(nobody_answers(url_, "no name for TLS"));
            tls.set_verify_callback(asio::ssl::host_name_verification(url_.host));
            return wait(
                [&](auto done) { tls.async_handshake(asio::ssl::stream_base::client, done); });
        }
        return {};
    }

    // Runs one step until it is done. The streams' own timers bound it.
    template <class Start>
    ClientResult<void> wait(Start start) {
        std::optional<error_code> result;
        start([&result](error_code ec) { result = ec; });
        ioc_.restart();
        while (!result && ioc_.run_one() != 0) {
        }
        if (!result || *result == beast::error::timeout) return fail(timed_out(url_, timeout_));
        if (*result) return fail(nobody_answers(url_, result->message()));
        return {};
    }

    // The next message; a read that isn't done by then goes on in the next call.
    ClientResult<std::optional<json::Document>> read(milliseconds timeout) {
        if (!reading_) {
            reading_ = true;
            read_result_.reset();
            stream_.async_read(buffer_, [this](error_code ec, std::size_t) { read_result_ = ec; });
        }
        ioc_.restart();
        const auto end = std::chrono::steady_clock::now() + timeout;
        while (!read_result_ && ioc_.run_one_until(end) != 0) {
        }
        if (!read_result_) return std::nullopt;
        reading_ = false;
        if (*read_result_)
            return fail(ClientError{
                ErrorKind::unreachable,
                url_.text() + " closed the connection (" + read_result_->message() + ")"});
        auto document =
            json::Document::parse(beast::buffers_to_string(buffer_.data()), {.max_depth = 128});
        buffer_.consume(buffer_.size());
        if (!document)
            return fail(ClientError{ErrorKind::bad_response,
                                    url_.text() + " sent something that isn't JSON"});
        return std::move(*document);
    }

    // Answers to earlier calls and other messages without a subscription are of no use to anybody.
    void keep(json::Document document) {
        const auto root = document.root();
        const auto method = root["method"].string();
        const auto subscription = root["params"]["subscription"].u64();
        if (method && subscription)
            kept_.push_back({std::string(*method), *subscription, std::move(document)});
    }

    Url url_;
    milliseconds timeout_;
    asio::io_context ioc_;
    Stream stream_;
    beast::flat_buffer buffer_;
    bool reading_ = false;
    std::optional<error_code> read_result_;
    std::deque<Notification> kept_;
    std::uint64_t next_id_ = 1;
};

// A WebSocket over TLS with the context it needs for as long as it lives.
struct TlsContext {
    TlsContext() {
        context.set_default_verify_paths();
        context.set_verify_mode(asio::ssl::verify_peer);
    }
    asio::ssl::context context{asio::ssl::context::tls_client};
};

class SecureSubscriber final : public Subscriber {
  public:
    SecureSubscriber(const Url& url, milliseconds timeout) : socket_(url, timeout, tls_.context) {}
    ClientResult<void> open() { return socket_.open(); }
    ClientResult<std::uint64_t> subscribe(std::string_view method,
                                          std::string_view params) override {
        return socket_.subscribe(method, params);
    }
    ClientResult<std::optional<Notification>> next(milliseconds timeout) override {
        return socket_.next(timeout);
    }

  private:
    TlsContext tls_;
    WebSocket<Tls> socket_;
};

template <class T>
ClientResult<std::unique_ptr<Subscriber>> opened(std::unique_ptr<T> subscriber) {
    CHECK_OK(subscriber->open());
    return std::unique_ptr<Subscriber>(std::move(subscriber));
}

}  // namespace

ClientResult<std::unique_ptr<Subscriber>> Subscriber::connect(const Url& url,
                                                              milliseconds timeout) {
    if (url.tls()) return opened(std::make_unique<SecureSubscriber>(url, timeout));
    return opened(std::make_unique<WebSocket<Plain>>(url, timeout));
}

namespace {

// Closes [argument, {"commitment":level}].
json::Writer& at_level(json::Writer& params, json::Commitment level) {
    params.begin_object().field("commitment", json::name(level));
    return params.end_object().end_array();
}

}  // namespace

ClientResult<std::uint64_t> Subscriber::signature_subscribe(const Txid& id,
                                                            json::Commitment level) {
    json::Writer params;
    return subscribe("signatureSubscribe", at_level(params.begin_array().value(id), level).text());
}

ClientResult<std::uint64_t> Subscriber::account_subscribe(const Pubkey& key,
                                                          json::Commitment level) {
    json::Writer params;
    params.begin_array().value(key).begin_object().field("encoding", "base64");
    params.field("commitment", json::name(level)).end_object().end_array();
    return subscribe("accountSubscribe", params.text());
}

ClientResult<std::uint64_t> Subscriber::logs_subscribe(const std::optional<Pubkey>& mentions,
                                                       json::Commitment level) {
    json::Writer params;
    params.begin_array();
    if (mentions)
        params.begin_object()
            .key("mentions")
            .begin_array()
            .value(*mentions)
            .end_array()
            .end_object();
    else
        params.value("all");
    return subscribe("logsSubscribe", at_level(params, level).text());
}

ClientResult<std::uint64_t> Subscriber::slot_subscribe() {
    return subscribe("slotSubscribe", "[]");
}

}  // namespace orrery::client

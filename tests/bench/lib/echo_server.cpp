#include "tests/bench/lib/echo_server.hpp"

#include "sdk/json/document.hpp"
#include "tests/bench/lib/measure.hpp"

namespace orrery::bench {
namespace {

std::string answer(std::string_view request) {
    const auto call = json::Document::parse(request);
    const auto id = call ? call->root()["id"].dump() : std::string("null");
    return R"({"jsonrpc":"2.0","result":null,"id":)" + id + "}";
}

}  // namespace

std::unique_ptr<http::Server> start_echo_server() {
    http::ServerConfig config;
    config.port = 0;
    http::Handlers handlers;
    handlers.http = [](const http::Request& request) {
        return http::Response{.body = answer(request.body)};
    };
    handlers.ws.on_message = [](const auto& session, std::string_view text) {
        session->send(std::make_shared<const std::string>(answer(text)));
    };
    auto server = http::Server::start(config, std::move(handlers));
    if (!server) give_up(server.error().message());
    return std::move(*server);
}

}  // namespace orrery::bench

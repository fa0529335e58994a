#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include "devnet/http/server.hpp"
#include "tests/unit/devnet/http/raw_client.hpp"

namespace orrery::http::test {

/// Answers with "METHOD target body".
inline Response describe(const Request& request) {
    return {.content_type = "text/plain",
            .body = request.method + " " + request.target + " " + request.body};
}

inline ServerConfig any_port() {
    ServerConfig config;
    config.port = 0;
    config.io_threads = 2;
    return config;
}

inline std::unique_ptr<Server> serve(ServerConfig config = any_port(), Handlers handlers = {}) {
    if (!handlers.http) handlers.http = describe;
    auto server = Server::start(std::move(config), std::move(handlers));
    if (!server) FAIL(server.error().message());
    return std::move(*server);
}

/// Polls until the condition holds; false after 10 seconds.
template <class Condition>
bool eventually(Condition condition) {
    for (int i = 0; i < 1000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

}  // namespace orrery::http::test

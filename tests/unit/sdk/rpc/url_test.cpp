#include "sdk/rpc/url.hpp"

#include <catch2/catch.hpp>

namespace orrery::client {

TEST_CASE("addresses of chains are read") {
    struct Row {
        const char* text;
        const char* authority;
        const char* target;
        const char* websocket;
        bool local;
    };
    constexpr Row rows[] = {
        {"http://127.0.0.1:8899", "127.0.0.1:8899", "/", "ws://127.0.0.1:8900", true},
        {"http://localhost:8899", "localhost:8899", "/", "ws://localhost:8900", true},
        {"http://[::1]:8899", "[::1]:8899", "/", "ws://[::1]:8900", true},
        {"https://api.devnet.solana.com", "api.devnet.solana.com:443", "/",
         "wss://api.devnet.solana.com", false},
        {"https://rpc.example/v1?key=a:b", "rpc.example:443", "/v1?key=a:b",
         "wss://rpc.example/v1?key=a:b", false},
        {"http://example?x", "example:80", "/?x", "ws://example/?x", false},
        {"ws://127.0.0.1:8900", "127.0.0.1:8900", "/", "ws://127.0.0.1:8900", true},
        {"http://127.0.0.1:65535", "127.0.0.1:65535", "/", "ws://127.0.0.1:65535", true}};
    for (const auto& row : rows) {
        INFO(row.text);
        const auto url = parse_url(row.text);
        REQUIRE(url);
        CHECK(url->authority() == row.authority);
        CHECK(url->target == row.target);
        CHECK(url->is_local() == row.local);
        CHECK(websocket_url(*url).text() == row.websocket);
    }
}

TEST_CASE("what is no address of a chain is refused with the reason") {
    struct Row {
        const char* text;
        const char* cause;
    };
    constexpr Row rows[] = {{"", "it doesn't start with http://"},
                            {"localhost:8899", "it doesn't start with http://"},
                            {"ftp://x", "its scheme is neither http, https, ws nor wss"},
                            {"http://", "it names no host"},
                            {"http:///path", "it names no host"},
                            {"http://:80", "it names no host"},
                            {"http://a b", "it names no host"},
                            {"http://user@host", "it names no host"},
                            {"http://[::1", "it names no host"},
                            {"http://[::1]x:80", "it names no host"},
                            {"http://[]:80", "it names no host"},
                            {"http://x:", "its port isn't a number from 1 to 65535"},
                            {"http://x:0", "its port isn't a number from 1 to 65535"},
                            {"http://x:65536", "its port isn't a number from 1 to 65535"},
                            {"http://x:80a", "its port isn't a number from 1 to 65535"}};
    for (const auto& row : rows) {
        INFO(row.text);
        const auto url = parse_url(row.text);
        REQUIRE(!url);
        CHECK(url.error().kind == ErrorKind::bad_url);
        CHECK(url.error().message ==
              "\"" + std::string(row.text) + "\" is no address of a chain: " + row.cause +
                  "; write one like http://127.0.0.1:8899, or a moniker (l, d, t, m)");
    }
}

}  // namespace orrery::client

#include "tests/unit/devnet/http/fixture.hpp"

namespace orrery::http::test {

TEST_CASE("answers many requests on one kept-alive connection") {
    const auto server = serve();
    RawClient client(server->port());
    for (int i = 0; i < 100; ++i) {
        const auto response = client.ask(post(std::to_string(i)));
        REQUIRE(response.status == 200);
        REQUIRE(response.body == "POST / " + std::to_string(i));
        REQUIRE_FALSE(response.has("Connection:"));
    }
    CHECK(server->connections() == 1);
}

TEST_CASE("answers on the mirror port as on the main one") {
    const auto server = serve();
    const auto mirror = static_cast<std::uint16_t>(server->port() + 1);
    CHECK(RawClient(mirror).ask(post("x")).body == "POST / x");
}

TEST_CASE("answers pipelined requests in order") {
    const auto server = serve();
    RawClient client(server->port());
    std::string requests;
    for (int i = 0; i < 500; ++i) requests += post(std::to_string(i));
    client.send(requests);
    for (int i = 0; i < 500; ++i) REQUIRE(client.receive().body == "POST / " + std::to_string(i));
}

TEST_CASE("reads a request that arrives byte by byte") {
    const auto server = serve();
    RawClient client(server->port());
    for (const char c : post("slow")) {
        client.send({&c, 1});
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    CHECK(client.receive().body == "POST / slow");
}

TEST_CASE("hands the handler the fields and the peer's address") {
    std::string seen;
    const auto server = serve(any_port(), {.http = [&](const Request& r) {
                                  seen = r.host + "|" + r.origin + "|" + r.content_type + "|" +
                                         r.authorization + "|" + r.remote.substr(0, 10);
                                  return Response{};
                              }});
    RawClient client(server->port());
    client.ask(
        post("", "Origin: http://a.b\r\nContent-Type: text/x\r\nauthorization: Bearer t\r\n"));
    CHECK(seen == "localhost|http://a.b|text/x|Bearer t|127.0.0.1:");
    client.ask(post(""));  // nothing of the first request is left over
    CHECK(seen == "localhost||||127.0.0.1:");
}

TEST_CASE("joins a chunked body and ignores its trailers") {
    const auto server = serve();
    RawClient client(server->port());
    const auto response = client.ask(
        "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "4;ext=1\r\nwiki\r\n5\r\npedia\r\n0\r\nExpect: 100-continue\r\n\r\n");
    CHECK(response.body == "POST /c wikipedia");
    CHECK(client.ask(post("next")).body == "POST / next");
}

TEST_CASE("answers HEAD as GET without the body") {
    const auto server = serve();
    RawClient client(server->port());
    client.send("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\n" + post("next"));
    const auto head = client.receive(false);
    CHECK(head.status == 200);
    CHECK(head.has("Content-Length: 7\r\n"));  // "GET /x "
    CHECK(client.receive().body == "POST / next");
}

TEST_CASE("closes after an HTTP/1.0 request unless it asks for keep-alive") {
    const auto server = serve();
    RawClient plain(server->port());
    CHECK(plain.ask("GET / HTTP/1.0\r\n\r\n").has("Connection: close"));
    CHECK(plain.at_end());
    RawClient kept(server->port());
    const std::string request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    CHECK(kept.ask(request).has("Connection: keep-alive"));
    CHECK(kept.ask(request).status == 200);
}

TEST_CASE("closes when the client says so") {
    const auto server = serve();
    RawClient client(server->port());
    CHECK(client.ask(post("x", "Connection: close\r\n")).body == "POST / x");
    CHECK(client.at_end());
}

TEST_CASE("sends 100 Continue before the body is sent") {
    const auto server = serve();
    RawClient client(server->port());
    client.send("POST / HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.receive().status == 100);
    CHECK(client.ask("body").body == "POST / body");
}

TEST_CASE("answers a CORS preflight for any origin") {
    const auto server = serve();
    RawClient client(server->port());
    const auto asked = client.ask(
        "OPTIONS / HTTP/1.1\r\nHost: h\r\nOrigin: https://dapp.example\r\n"
        "Access-Control-Request-Method: POST\r\n"
        "Access-Control-Request-Headers: content-type,solana-client\r\n\r\n");
    CHECK(asked.status == 204);
    CHECK(asked.has("Access-Control-Allow-Origin: *\r\n"));
    CHECK(asked.has("Access-Control-Allow-Methods: POST, GET, OPTIONS\r\n"));
    CHECK(asked.has("Access-Control-Allow-Headers: content-type,solana-client\r\n"));
    CHECK(asked.has("Access-Control-Max-Age: 86400\r\n"));
    CHECK_FALSE(asked.has("Content-Length"));
    const auto bare = client.ask("OPTIONS / HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(bare.has("Access-Control-Allow-Headers: *\r\n"));
    CHECK(client.ask(post("x")).has("Access-Control-Allow-Origin: *\r\n"));
}

TEST_CASE("refuses a body over the limit with 413, before and while it is sent") {
    auto config = any_port();
    config.max_body = 1000;
    const auto server = serve(config);
    const std::string body =
        R"({"error":{"code":413,"message":"the request body exceeds 1000 bytes"}})";
    RawClient declared(server->port());
    const auto early =
        declared.ask("POST / HTTP/1.1\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n");
    CHECK(early.status == 413);
    CHECK(early.body == body);
    CHECK(early.has("Content-Type: application/json\r\n"));
    CHECK(declared.at_end());
    RawClient sent(server->port());  // the response survives the unread body
    CHECK(sent.ask(post(std::string(3'000'000, 'x'))).body == body);
    RawClient chunked(server->port());
    CHECK(chunked
              .ask("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" +
                   std::string(1000, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n")
              .status == 413);
    CHECK(RawClient(server->port()).ask(post(std::string(1000, 'x'))).status == 200);
}

TEST_CASE("refuses what is not HTTP with 400 and closes") {
    const auto server = serve();
    for (const char* bytes :
         {"\x16\x03\x01\x02\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"}) {
        RawClient client(server->port());
        const auto response = client.ask(bytes);
        CHECK(response.status == 400);
        CHECK(response.has("Connection: close\r\n"));
        CHECK(client.at_end());
    }
    CHECK(RawClient(server->port()).ask("GET / HTTP/2.0\r\n\r\n").status == 505);
    CHECK(RawClient(server->port()).ask(post("alive")).status == 200);
}

TEST_CASE("bounds the head, the chunk extensions and the trailers") {
    const auto server = serve();
    const std::string flood(200'000, 'a');
    CHECK(RawClient(server->port()).ask("GET /" + flood).status == 431);
    CHECK(RawClient(server->port()).ask("GET / HTTP/1.1\r\nX: " + flood).status == 431);
    const std::string chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    CHECK(RawClient(server->port()).ask(chunked + "1;" + flood).status == 431);
    CHECK(RawClient(server->port()).ask(chunked + "0\r\nX: " + flood).status == 431);
}

TEST_CASE("delivers large bodies both ways, also to a client that reads late") {
    auto config = any_port();
    config.max_body = std::size_t{16} << 20;
    const auto server = serve(config);
    RawClient client(server->port());
    const std::string body(config.max_body, 'b');
    client.send(post(body) + post("after"));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    CHECK(client.receive().body == "POST / " + body);
    CHECK(client.receive().body == "POST / after");
}

TEST_CASE("turns an exception of the handler into 500") {
    const auto server = serve(any_port(), {.http = [](const Request& request) -> Response {
                                  if (request.body == "x") throw 1;
                                  return {};
                              }});
    RawClient client(server->port());
    CHECK(client.ask(post("x")).status == 500);
    CHECK(client.ask(post("y")).status == 200);
}

TEST_CASE("does not let a header value split the response") {
    const auto server = serve(
        any_port(), {.http = [](const Request&) {
            return Response{.status = 302,
                            .headers = {{"Location", "/a\r\nSet-Cookie: b"}, {"X-Kept", "yes"}}};
        }});
    const auto response = RawClient(server->port()).ask(post(""));
    CHECK_FALSE(response.has("Set-Cookie"));
    CHECK(response.has("X-Kept: yes\r\n"));
}

TEST_CASE("sends no body with 304") {
    const auto server =
        serve(any_port(),
              {.http = [](const Request&) { return Response{.status = 304, .body = "unsent"}; }});
    RawClient client(server->port());
    CHECK_FALSE(client.ask(post("")).has("Content-"));
    CHECK(client.ask(post("")).status == 304);
}

}  // namespace orrery::http::test

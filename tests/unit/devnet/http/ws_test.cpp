#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "tests/unit/devnet/http/fixture.hpp"
#include "tests/unit/devnet/http/ws_client.hpp"

namespace orrery::http::test {
namespace {

using Session = std::shared_ptr<WsSession>;

std::shared_ptr<const std::string> text(std::string_view bytes) {
    return std::make_shared<std::string>(bytes);
}

void echo(const Session& session, std::string_view message) { session->send(text(message)); }

/// Echoes, keeps every session it has seen, and counts those that ended.
struct EchoService {
    std::mutex mutex;
    std::vector<Session> sessions;
    std::atomic<int> closed = 0;

    Handlers handlers() {
        return {.http = describe,
                .ws = {.on_open =
                           [this](const Session& session) {
                               const std::lock_guard lock(mutex);
                               sessions.push_back(session);
                           },
                       .on_message = echo,
                       .on_close = [this](const Session&) { ++closed; }}};
    }
    Session session(std::size_t index) {
        const std::lock_guard lock(mutex);
        return sessions.at(index);
    }
    std::size_t count() {
        const std::lock_guard lock(mutex);
        return sessions.size();
    }
};

const std::string upgrade_request =
    "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

}  // namespace

TEST_CASE("tells once the peer has read what was sent, not before") {
    EchoService service;
    const auto server = serve(any_port(), service.handlers());
    WsClient client(server->port());
    client.send("hello");
    CHECK(client.receive() == "hello");
    std::atomic<int> told = 0;
    service.session(0)->send(text("one"));
    service.session(0)->after_read([&] { ++told; });
    service.session(0)->after_read([&] { ++told; });
    service.session(0)->send(text("two"));
    CHECK(client.receive() == "one");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(told == 0);
    CHECK(client.receive() == "two");  // behind the pings
    for (int i = 0; i < 1000 && told < 2; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK(told == 2);
}

TEST_CASE("echoes over WebSocket on both ports, any path, beside HTTP") {
    EchoService service;
    const auto server = serve(any_port(), service.handlers());
    for (const int offset : {0, 1}) {
        WsClient client(static_cast<std::uint16_t>(server->port() + offset), "/any?path");
        REQUIRE(client.is_open());
        for (const auto* message : {"hello", "", "world"}) {
            client.send(message);
            CHECK(client.receive() == message);
        }
    }
    CHECK(RawClient(server->port()).ask(post("x")).status == 200);
    CHECK(eventually([&] { return service.closed == 2; }));
    CHECK(service.session(0)->id() == 1);
    CHECK(service.session(1)->id() == 2);
}

TEST_CASE("upgrades a connection that has served HTTP before") {
    const auto server = serve(any_port(), {.http = describe, .ws = {.on_message = echo}});
    RawClient client(server->port());
    CHECK(client.ask(post("x")).status == 200);
    const auto response = client.ask(upgrade_request);
    CHECK(response.status == 101);
    CHECK(response.has("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));  // RFC 6455 section 1.3
}

TEST_CASE("refuses upgrades that are malformed, pipelined or not served") {
    const auto server = serve(any_port(), {.http = describe, .ws = {.on_message = echo}});
    RawClient keyless(server->port());
    CHECK(keyless
              .ask("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                   "Sec-WebSocket-Version: 13\r\n\r\n")
              .status == 400);
    CHECK(RawClient(server->port()).ask(upgrade_request + "frame").status == 400);
    const auto plain = serve();
    CHECK(RawClient(plain->port()).ask(upgrade_request).body == "GET / ");
}

TEST_CASE("sends to all sessions from another thread, in order") {
    EchoService service;
    const auto server = serve(any_port(), service.handlers());
    std::vector<WsClient> clients;
    for (int i = 0; i < 20; ++i) clients.emplace_back(server->port());
    REQUIRE(eventually([&] { return service.count() == 20; }));
    std::thread notifier([&] {
        for (int n = 0; n < 500; ++n) {
            const auto message = text(std::to_string(n));
            for (std::size_t i = 0; i < 20; ++i) service.session(i)->send(message);
        }
    });
    for (int n = 0; n < 500; ++n)
        for (WsClient& client : clients) REQUIRE(client.receive() == std::to_string(n));
    notifier.join();
}

TEST_CASE("disconnects a consumer whose queue exceeds the limit, and only that one") {
    EchoService service;
    auto config = any_port();
    config.ws_queue_bytes = 1 << 20;
    const auto server = serve(config, service.handlers());
    RawClient slow(server->port());
    slow.shrink_receive_buffer();
    REQUIRE(slow.ask(upgrade_request).status == 101);
    REQUIRE(eventually([&] { return service.count() == 1; }));
    WsClient other(server->port());
    REQUIRE(eventually([&] { return service.count() == 2; }));
    const auto message = text(std::string(1 << 16, 'x'));
    int accepted = 0;
    while (accepted < 10'000 && service.session(0)->send(message)) ++accepted;
    CHECK(accepted < 1000);  // 1 MiB of ours and what the kernel's buffers take
    CHECK(eventually([&] { return service.closed == 1; }));
    CHECK_FALSE(service.session(0)->send(message));
    other.send("still here");
    CHECK(other.receive() == "still here");
}

TEST_CASE("an empty queue takes a message larger than the limit") {
    EchoService service;
    auto config = any_port();
    config.ws_queue_bytes = 1000;
    const auto server = serve(config, service.handlers());
    WsClient client(server->port());
    const std::string large(5'000'000, 'l');
    client.send(large);
    CHECK(client.receive() == large);
}

TEST_CASE("answers pings") {
    const auto server = serve(any_port(), {.http = describe, .ws = {.on_message = echo}});
    WsClient client(server->port());
    CHECK(client.ping("payload"));
}

TEST_CASE("close() sends what is queued and then the close frame") {
    EchoService service;
    const auto server = serve(any_port(), service.handlers());
    WsClient client(server->port());
    REQUIRE(eventually([&] { return service.count() == 1; }));
    const auto session = service.session(0);
    for (int i = 0; i < 100; ++i) CHECK(session->send(text(std::to_string(i))));
    session->close();
    session->close();
    CHECK_FALSE(session->send(text("late")));
    for (int i = 0; i < 100; ++i) CHECK(client.receive() == std::to_string(i));
    CHECK(client.receive() == "<1000>");
    CHECK(eventually([&] { return service.closed == 1; }));
}

TEST_CASE("reports the client's close once") {
    EchoService service;
    const auto server = serve(any_port(), service.handlers());
    WsClient client(server->port());
    REQUIRE(eventually([&] { return service.count() == 1; }));
    client.close();
    CHECK(eventually([&] { return service.closed == 1 && server->connections() == 0; }));
}

TEST_CASE("refuses a message over the limit with 1009") {
    EchoService service;
    auto config = any_port();
    config.max_ws_message = 1000;
    const auto server = serve(config, service.handlers());
    WsClient client(server->port());
    client.send(std::string(1001, 'x'));
    CHECK(client.receive() == "<1009>");
}

TEST_CASE("closes a session whose handler throws with 1011") {
    const auto server = serve(
        any_port(), {.http = describe, .ws = {.on_message = [](const Session&, std::string_view) {
                                           throw std::runtime_error("bug");
                                       }}});
    WsClient client(server->port());
    client.send("x");
    CHECK(client.receive() == "<1011>");
}

TEST_CASE("stop() ends open connections of every kind and does not wait for silent ones") {
    EchoService service;
    auto server = serve(any_port(), service.handlers());
    WsClient polite(server->port());
    RawClient mute(server->port());
    REQUIRE(mute.ask(upgrade_request).status == 101);
    RawClient idle(server->port());
    CHECK(idle.ask(post("x")).status == 200);
    RawClient unfinished(server->port());
    unfinished.send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
    RawClient silent(server->port());
    REQUIRE(eventually([&] { return service.count() == 2 && server->connections() == 5; }));

    std::string farewell;
    std::thread reader([&] { farewell = polite.receive(); });
    const auto begin = std::chrono::steady_clock::now();
    server->stop();
    server->stop();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
    reader.join();
    CHECK(farewell == "<1001>");
    CHECK(idle.at_end());
    CHECK(silent.at_end());
    CHECK(service.closed == 2);
    CHECK(server->connections() == 0);
    CHECK_FALSE(RawClient(server->port()).connected());

    const auto session = service.session(0);
    server.reset();
    CHECK_FALSE(session->send(text("after the server")));
    session->close();
    CHECK(session->id() > 0);
}

TEST_CASE("stop() finishes an answer under way") {
    std::atomic<bool> entered = false;
    auto server = serve(any_port(), {.http = [&](const Request&) {
                            entered = true;
                            std::this_thread::sleep_for(std::chrono::milliseconds(50));
                            return Response{.body = "finished"};
                        }});
    RawClient client(server->port());
    client.send(post("x"));
    REQUIRE(eventually([&] { return entered.load(); }));
    server->stop();
    CHECK(client.receive().body == "finished");
    CHECK(client.at_end());
}

TEST_CASE("stops while other threads send and connect") {
    for (int round = 0; round < 10; ++round) {
        EchoService service;
        auto server = serve(any_port(), service.handlers());
        const std::uint16_t port = server->port();
        std::atomic<bool> done = false;
        std::thread sender([&] {
            const auto message = text("news");
            while (!done)
                for (std::size_t i = 0; i < service.count(); ++i) service.session(i)->send(message);
        });
        std::thread connector([&] {
            while (!done) {
                WsClient client(port);
                if (client.is_open()) client.receive();
            }
        });
        CHECK(eventually([&] { return service.count() > 3; }));
        server.reset();
        done = true;
        sender.join();
        connector.join();
        CHECK(static_cast<std::size_t>(service.closed) == service.count());
    }
}

}  // namespace orrery::http::test

#include <filesystem>
#include <future>
#include <iterator>

#include "tests/unit/devnet/http/fixture.hpp"

namespace orrery::http::test {
namespace {

std::size_t thread_count() {
    const std::filesystem::directory_iterator threads("/proc/self/task");
    return static_cast<std::size_t>(std::distance(begin(threads), end(threads)));
}

}  // namespace

TEST_CASE("2,000 idle connections cost no threads and all stay usable") {
    const auto server = serve();
    const std::size_t threads = thread_count();
    std::vector<RawClient> clients;
    for (int i = 0; i < 2000; ++i) {
        clients.emplace_back(server->port());
        REQUIRE(clients.back().connected());
    }
    CHECK(eventually([&] { return server->connections() == 2000; }));
    CHECK(thread_count() == threads);
    for (RawClient& client : clients) REQUIRE(client.ask(post("x")).status == 200);
    clients.clear();
    CHECK(eventually([&] { return server->connections() == 0; }));
}

TEST_CASE("answers 503 beyond the connection limit, and recovers") {
    auto config = any_port();
    config.max_connections = 2;
    const auto server = serve(config);
    RawClient first(server->port());
    CHECK(first.ask(post("x")).status == 200);
    {
        RawClient second(server->port());
        CHECK(second.ask(post("x")).status == 200);
        RawClient third(server->port());
        CHECK(third.receive().status == 503);
        CHECK(third.at_end());
    }
    CHECK(eventually([&] { return server->connections() == 1; }));
    CHECK(RawClient(server->port()).ask(post("x")).status == 200);
}

TEST_CASE("a slow handler does not hold up other connections") {
    std::promise<void> release;
    const auto released = release.get_future().share();
    const auto server = serve(any_port(), {.http = [&](const Request& request) {
                                  if (request.body == "slow") released.wait();
                                  return Response{.body = request.body};
                              }});
    RawClient slow(server->port());
    slow.send(post("slow"));
    for (int i = 0; i < 20; ++i) CHECK(RawClient(server->port()).ask(post("x")).status == 200);
    release.set_value();
    CHECK(slow.receive().body == "slow");
}

TEST_CASE("closes idle connections and unfinished requests after their timeouts") {
    auto config = any_port();
    config.idle_timeout = std::chrono::seconds(1);
    config.request_timeout = std::chrono::seconds(1);
    const auto server = serve(config);
    RawClient silent(server->port());
    RawClient idle(server->port());
    RawClient unfinished(server->port());
    CHECK(idle.ask(post("x")).status == 200);
    unfinished.send("POST / HTTP/1.1\r\nContent-Le");
    CHECK(silent.at_end());
    CHECK(idle.at_end());
    CHECK(unfinished.at_end());
    CHECK(eventually([&] { return server->connections() == 0; }));
}

}  // namespace orrery::http::test

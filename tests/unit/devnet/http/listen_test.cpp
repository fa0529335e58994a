#include <algorithm>
#include <set>

#include "tests/unit/devnet/http/fixture.hpp"

namespace orrery::http::test {
namespace {

bool has_ipv6(const Server& server) {
    return std::count(server.hosts().begin(), server.hosts().end(), "::1") == 1;
}

Result<std::unique_ptr<Server>, StartError> start(ServerConfig config) {
    return Server::start(std::move(config), {.http = describe, .ws = {}});
}

}  // namespace

TEST_CASE("port 0 picks a pair of free ports, another one each time") {
    std::vector<std::unique_ptr<Server>> servers;
    std::set<int> ports;
    for (int i = 0; i < 20; ++i) {
        servers.push_back(serve());
        ports.insert(servers.back()->port());
        ports.insert(servers.back()->port() + 1);
    }
    CHECK(ports.size() == 40);
    for (const int port : ports)
        CHECK(RawClient(static_cast<std::uint16_t>(port)).ask(post("x")).status == 200);
}

TEST_CASE("answers over IPv6 on both ports where the machine has it") {
    const auto server = serve();
    const auto mirror = static_cast<std::uint16_t>(server->port() + 1);
    CHECK(RawClient(server->port(), "::1").connected() == has_ipv6(*server));
    if (!has_ipv6(*server)) return;
    CHECK(RawClient(server->port(), "::1").ask(post("x")).status == 200);
    CHECK(RawClient(mirror, "::1").ask(post("x")).status == 200);
}

TEST_CASE("skips an IPv6 address the machine lacks, unless it is the only one") {
    auto config = any_port();
    config.hosts = {"127.0.0.1", "2001:db8::1"};
    const auto server = serve(config);
    CHECK(server->hosts() == std::vector<std::string>{"127.0.0.1"});
    config.hosts = {"2001:db8::1"};
    const auto alone = start(config);
    REQUIRE_FALSE(alone);
    CHECK(alone.error().kind == StartErrorKind::bad_address);
}

TEST_CASE("a busy port is an error that names it and the way out") {
    const auto first = serve();
    auto config = any_port();
    config.port = first->port();
    const auto second = start(config);
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == StartErrorKind::port_busy);
    CHECK(second.error().address == "127.0.0.1");
    CHECK(second.error().port == first->port());
    CHECK(second.error().message() ==
          "127.0.0.1:" + std::to_string(first->port()) +
              " is in use by another program. Stop that program, or choose another port; port 0 "
              "picks a free one.");
}

TEST_CASE("a busy mirror port leaves the main port unbound") {
    const auto blocker = serve();
    auto config = any_port();
    config.port = static_cast<std::uint16_t>(blocker->port() - 1);
    const auto blocked = start(config);
    REQUIRE_FALSE(blocked);
    if (blocked.error().port == config.port) return;  // a stranger's; nothing to see
    CHECK(blocked.error().port == blocker->port());
    config.mirrors = 0;
    CHECK(start(config).has_value());
}

TEST_CASE("a stopped server's ports can be bound again at once") {
    auto config = any_port();
    auto first = serve(config);
    RawClient client(first->port());
    client.ask(post("x"));
    config.port = first->port();
    first.reset();
    CHECK(RawClient(serve(config)->port()).ask(post("x")).status == 200);
}

TEST_CASE("refuses addresses that are not numeric or not here, and ports that do not exist") {
    auto config = any_port();
    config.hosts = {"localhost"};
    CHECK(start(config).error().kind == StartErrorKind::bad_address);
    config.hosts = {"192.0.2.1"};
    CHECK(start(config).error().kind == StartErrorKind::bad_address);
    config.hosts = {};
    CHECK(start(config).error().kind == StartErrorKind::bad_address);
    config.hosts = {"127.0.0.1"};
    config.port = 65535;
    CHECK(start(config).error().kind == StartErrorKind::bad_address);
}

}  // namespace orrery::http::test

// How many keep-alive POSTs does a chain's getBalance answer on one core, beside cpp-httplib's
// hello world? Bar 11 of the performance specification. Both serve from core 0 to 8 clients driven
// from core 1, in turn. Our server's own hello world shows what JSON-RPC costs on top of it.
#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "devnet/http/server.hpp"
#include "tests/bench/lib/child.hpp"
#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/rpc.hpp"

namespace {

using namespace orrery;
using bench::Clock;

constexpr std::size_t clients = 8;
constexpr int rounds = 9;
constexpr std::chrono::milliseconds round_time{500};
constexpr std::string_view body =
    R"({"jsonrpc":"2.0","id":1,"method":"getBalance","params":["11111111111111111111111111111111"]})";

int connect_to(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    if (descriptor < 0 ||
        ::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        bench::give_up("cannot connect");
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return descriptor;
}

struct Connection {
    int descriptor = -1;
    std::string received;  ///< of the answer that is awaited
};

/// Whether the answer, which must end with `expected`, is complete.
bool receive(Connection& connection, std::string_view expected) {
    std::array<char, 4096> bytes;
    const auto got = ::recv(connection.descriptor, bytes.data(), bytes.size(), 0);
    if (got <= 0) bench::give_up("the server closed a connection");
    auto& text = connection.received.append(bytes.data(), static_cast<std::size_t>(got));
    if (text.size() > bytes.size()) bench::give_up("an answer is wrong: " + text);
    return std::string_view(text).ends_with(expected);
}

/// Responses per second.
double load(std::uint16_t port, std::string_view expected) {
    const auto request = bench::post(body);
    std::array<pollfd, clients> polled;
    std::array<Connection, clients> connections;
    const auto ask = [&](Connection& connection) {
        connection.received.clear();
        if (::send(connection.descriptor, request.data(), request.size(), 0) < 0)
            bench::give_up("cannot send");
    };
    for (std::size_t i = 0; i < clients; ++i) {
        connections[i].descriptor = connect_to(port);
        polled[i] = {connections[i].descriptor, POLLIN, 0};
        ask(connections[i]);
    }
    long answered = 0;
    const auto begin = Clock::now();
    while (Clock::now() - begin < round_time) {
        ::poll(polled.data(), polled.size(), 100);
        for (std::size_t i = 0; i < clients; ++i) {
            if ((polled[i].revents & POLLIN) == 0 || !receive(connections[i], expected)) continue;
            ++answered;
            ask(connections[i]);
        }
    }
    const auto elapsed = bench::seconds(Clock::now() - begin);
    for (const auto& connection : connections) ::close(connection.descriptor);
    return static_cast<double>(answered) / elapsed;
}

std::unique_ptr<http::Server> start_ours() {
    http::ServerConfig config;
    config.port = 0;
    auto server = http::Server::start(config, {.http = [](const http::Request&) {
                                          return http::Response{.body = "hello world"};
                                      }});
    if (!server) bench::give_up(server.error().message());
    return std::move(*server);
}

/// cpp-httplib's hello world, until it goes.
class Theirs {
  public:
    Theirs() {
        server_.set_tcp_nodelay(true);
        server_.set_keep_alive_max_count(1'000'000'000);
        server_.Post("/", [](const httplib::Request&, httplib::Response& response) {
            response.set_content("hello world", "application/json");
        });
        port_ = static_cast<std::uint16_t>(server_.bind_to_any_port("127.0.0.1"));
        thread_ = std::thread([this] { server_.listen_after_bind(); });
    }
    ~Theirs() {
        server_.stop();
        thread_.join();
    }
    std::uint16_t port() const { return port_; }

  private:
    httplib::Server server_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

}  // namespace

int main() {
    bench::pin_to_core(0);  // threads and processes inherit it
    const bench::ChainProcess chain;
    const auto ours = start_ours();
    const Theirs theirs;

    bench::pin_to_core(1);
    std::vector<double> balance, hello, floor;
    for (int round = 0; round < rounds; ++round) {
        balance.push_back(load(chain.port(), R"("value":1},"id":1})"));
        hello.push_back(load(ours->port(), "hello world"));
        floor.push_back(load(theirs.port(), "hello world"));
    }
    const auto ratio = bench::median(balance) / bench::median(floor);
    std::printf("c=%zu, requests/s: getBalance %.0f, our hello world %.0f, cpp-httplib's %.0f\n",
                clients, bench::median(balance), bench::median(hello), bench::median(floor));
    bench::Bars bars;
    bars.gate("getBalance >= 2.5x cpp-httplib's hello world: " + bench::text("%.2fx", ratio),
              ratio >= 2.5);
    return bars.exit_code();
}

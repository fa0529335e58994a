// How many keep-alive POSTs of 110 bytes can the server answer on one core, beside cpp-httplib's
// hello world? Both serve from core 0 to 8 clients driven from core 1, alternating, in one process.
#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "devnet/http/server.hpp"

namespace {

using Clock = std::chrono::steady_clock;

constexpr int clients = 8;
constexpr int rounds = 9;
constexpr std::chrono::milliseconds round_time{500};
constexpr std::string_view body =
    R"({"jsonrpc":"2.0","id":1,"method":"getBalance","params":["83astBRguLMdt2h5U1Tpdq5tjFoJ6noe"]})";

void pin_to_core(std::size_t core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    if (::sched_setaffinity(0, sizeof set, &set) != 0) std::perror("sched_setaffinity");
}

int connect_to(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        std::perror("connect");
        std::exit(1);
    }
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return descriptor;
}

/// Responses per second. A response to these small requests arrives in one piece.
double load(std::uint16_t port) {
    const std::string request =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
    std::array<pollfd, clients> sockets;
    for (pollfd& socket : sockets) {
        socket = {connect_to(port), POLLIN, 0};
        if (::send(socket.fd, request.data(), request.size(), 0) < 0) std::perror("send");
    }
    std::array<char, 4096> reply;
    long answered = 0;
    const auto begin = Clock::now();
    while (Clock::now() - begin < round_time) {
        ::poll(sockets.data(), sockets.size(), 100);
        for (const pollfd& socket : sockets) {
            if ((socket.revents & POLLIN) == 0) continue;
            if (::recv(socket.fd, reply.data(), reply.size(), 0) <= 0) {
                std::fputs("the server closed a connection\n", stderr);
                std::exit(1);
            }
            ++answered;
            if (::send(socket.fd, request.data(), request.size(), 0) < 0) std::perror("send");
        }
    }
    const std::chrono::duration<double> elapsed = Clock::now() - begin;
    for (const pollfd& socket : sockets) ::close(socket.fd);
    return static_cast<double>(answered) / elapsed.count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main() {
    pin_to_core(0);  // threads inherit it
    orrery::http::ServerConfig config;
    config.port = 0;
    const auto ours =
        orrery::http::Server::start(config, {.http = [](const orrery::http::Request&) {
                                        return orrery::http::Response{.body = "hello world"};
                                    }});
    if (!ours) {
        std::fprintf(stderr, "%s\n", ours.error().message().c_str());
        return 1;
    }
    httplib::Server theirs;
    theirs.set_tcp_nodelay(true);
    theirs.set_keep_alive_max_count(1'000'000'000);
    theirs.Post("/", [](const httplib::Request&, httplib::Response& response) {
        response.set_content("hello world", "application/json");
    });
    const auto their_port = static_cast<std::uint16_t>(theirs.bind_to_any_port("127.0.0.1"));
    std::thread their_thread([&] { theirs.listen_after_bind(); });

    pin_to_core(1);
    std::vector<double> our_rates;
    std::vector<double> their_rates;
    for (int round = 0; round < rounds; ++round) {
        our_rates.push_back(load((*ours)->port()));
        their_rates.push_back(load(their_port));
    }
    theirs.stop();
    their_thread.join();
    const double our_rate = median(our_rates);
    const double their_rate = median(their_rates);
    std::printf("http_echo c=%d: orrery %.0f req/s, cpp-httplib %.0f req/s, ratio %.2f (bar 2.5)\n",
                clients, our_rate, their_rate, our_rate / their_rate);
}

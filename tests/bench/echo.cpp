// The echo server on its own, for web3_latency.mjs: says its port, and serves until it is stopped.
#include <cstdio>

#include "tests/bench/lib/echo_server.hpp"

int main() {
    const auto server = orrery::bench::start_echo_server();
    std::printf("%d\n", server->port());
    std::fflush(stdout);
    std::getchar();  // until our starter goes
}

// How long from sending a transfer over HTTP until a WebSocket says that it is confirmed? Bar 11 of
// the performance specification: a raw client, transactions signed and sockets open beforehand,
// beside the same client's round trips over HTTP and WebSocket to a server that only echoes.
#include <algorithm>
#include <cstdio>

#include "sdk/codec/base58.hpp"
#include "sdk/tx/keypair_file.hpp"
#include "tests/bench/lib/child.hpp"
#include "tests/bench/lib/echo_server.hpp"
#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/rpc.hpp"
#include "tests/bench/lib/transfers.hpp"
#include "tests/unit/devnet/http/raw_client.hpp"
#include "tests/unit/devnet/http/ws_client.hpp"

namespace {

using namespace orrery;
using bench::Clock;

constexpr std::size_t warm_up = 50, samples = 1000;

/// Both sockets of a client.
struct Client {
    explicit Client(std::uint16_t port) : http(port), ws(port) {}
    http::test::RawClient http;
    http::test::WsClient ws;
};

std::vector<double> echo_floor() {
    const auto server = bench::start_echo_server();
    Client client(server->port());
    const std::string call = R"({"jsonrpc":"2.0","id":1,"method":"echo"})";
    std::vector<double> times;
    for (std::size_t i = 0; i < warm_up + samples; ++i) {
        const auto start = Clock::now();
        client.http.ask(bench::post(call));
        client.ws.send(call);
        client.ws.receive();
        if (i >= warm_up) times.push_back(bench::microseconds(Clock::now() - start));
    }
    return times;
}

void expect(const std::string& text, std::string_view part) {
    if (text.find(part) == text.npos) bench::give_up("unexpected: " + text);
}

/// One transfer, from its first byte sent to the notification's last received.
Clock::duration send_and_hear(Client& client, const Bytes& wire, bool preflight) {
    const auto signature = codec::base58_encode({wire.data() + 1, Txid::size});
    client.ws.send(R"({"jsonrpc":"2.0","id":1,"method":"signatureSubscribe","params":[")" +
                   signature + R"(",{"commitment":"confirmed"}]})");
    expect(client.ws.receive(), R"("result":)");
    const auto request = bench::post(bench::send_transaction(wire, preflight));
    const auto start = Clock::now();
    client.http.send(request);
    const auto notification = client.ws.receive();
    const auto time = Clock::now() - start;
    expect(notification, R"("err":null)");
    expect(client.http.receive().body, signature);
    return time;
}

std::vector<double> measure(const bench::ChainProcess& chain, bool preflight) {
    const auto payer = tx::read_keypair_file(chain.dev_key_file());
    if (!payer) bench::give_up(payer.error().what);
    const auto to = bench::wallets(1).front().pubkey;
    Client client(chain.port());
    std::vector<double> times;
    Hash blockhash;
    for (std::size_t i = 0; i < warm_up + samples; ++i) {
        if (i % 100 == 0) blockhash = bench::latest_blockhash(client.http);
        const auto wire = bench::transfer(*payer, to, 1'000'000 + 2 * i + preflight, blockhash);
        const auto time = send_and_hear(client, wire, preflight);
        if (i >= warm_up) times.push_back(bench::microseconds(time));
    }
    return times;
}

void print(const char* what, const std::vector<double>& times) {
    std::printf("%-24s p50 %7.0f us, p99 %7.0f us\n", what, bench::median(times),
                bench::percentile(times, 0.99));
}

}  // namespace

int main() {
    const bench::ChainProcess chain;
    const auto floor = echo_floor();
    const auto without = measure(chain, false), with = measure(chain, true);
    print("HTTP + WebSocket echo", floor);
    print("without preflight", without);
    print("with preflight", with);
    const auto slowest = std::max(bench::median(without), bench::median(with));
    const auto p99 = std::max(bench::percentile(without, 0.99), bench::percentile(with, 0.99));
    const auto ratio = slowest / bench::median(floor);
    bench::Bars bars;
    bars.gate("send to confirmed <= 15x the echo: " + bench::text("%.1fx", ratio), ratio <= 15);
    bars.report("send to confirmed, p50 <= 1 ms", slowest <= 1000);
    bars.report("send to confirmed, p99 <= 10 ms", p99 <= 10'000);
    return bars.exit_code();
}

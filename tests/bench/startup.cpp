// How long does a fresh chain take from the start of its process to its first answer, beside
// `orrery --version`? How much memory does an idle one hold? Bar 10 of the performance
// specification.
#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>

#include "tests/bench/lib/child.hpp"
#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/rpc.hpp"

namespace {

using namespace orrery;
using bench::Clock;

constexpr int rounds = 21;

template <class Work>
double timed(Work&& work) {
    const auto start = Clock::now();
    work();
    return bench::milliseconds(Clock::now() - start);
}

void ask_health(const bench::ChainProcess& chain) {
    http::test::RawClient client(chain.port());
    const auto answer = bench::call(client, R"({"jsonrpc":"2.0","id":1,"method":"getHealth"})");
    if (answer.find(R"("result":"ok")") == answer.npos) bench::give_up("getHealth: " + answer);
}

void cold_start(bench::Bars& bars) {
    std::vector<double> floor, ours;
    for (int i = 0; i < rounds; ++i) {
        floor.push_back(timed([] { bench::Child({bench::beside("orrery"), "--version"}).wait(); }));
        std::optional<bench::ChainProcess> chain;
        ours.push_back(timed([&] {
            chain.emplace();
            ask_health(*chain);
        }));
    }
    const auto version = bench::median(floor), start = bench::median(ours);
    std::printf("start to first getHealth answer: %.1f ms (best %.1f); orrery --version: %.1f ms\n",
                start, bench::percentile(ours, 0), version);
    bars.report("a start <= 25 ms", start <= 25);
    bars.gate("a start <= 10x --version: " + bench::text("%.1fx", start / version),
              start <= 10 * version);
}

void idle_memory(bench::Bars& bars) {
    const bench::ChainProcess chain;
    std::this_thread::sleep_for(std::chrono::seconds(2));
    const auto mb = static_cast<double>(chain.resident()) / 1e6;
    std::printf("resident memory 2 s after the start: %.1f MB\n", mb);
    bars.gate("idle memory <= 32 MB", mb <= 32);
}

}  // namespace

int main() {
    bench::Bars bars;
    cold_start(bars);
    idle_memory(bars);
    return bars.exit_code();
}

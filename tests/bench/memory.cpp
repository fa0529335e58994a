// How much memory have a million transfers between 1,000 accounts added to a chain one minute
// later? Bar 10 of the performance specification: at most 64 MB, for history isn't held in memory.
// Takes about three minutes.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "sdk/tx/keypair_file.hpp"
#include "tests/bench/lib/child.hpp"
#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/rpc.hpp"
#include "tests/bench/lib/transfers.hpp"

namespace {

using namespace orrery;
using bench::Clock;

constexpr std::size_t accounts = 1000, batch_size = 200;
constexpr std::size_t batches_per_blockhash = 50;
constexpr std::uint64_t funding = 1'000'000'000;  ///< lamports of each account

/// JSON-RPC batches of transfers; `make(i)` gives the i-th.
template <class Make>
void send_all(http::test::RawClient& client, std::size_t count, const Make& make) {
    Hash blockhash;
    for (std::size_t i = 0; i < count;) {
        if (i % (batches_per_blockhash * batch_size) == 0)
            blockhash = bench::latest_blockhash(client);
        std::string batch = "[";
        for (std::size_t k = 0; k < batch_size && i < count; ++k, ++i)
            batch += (k > 0 ? "," : "") + bench::send_transaction(make(i, blockhash), false);
        bench::call(client, batch += "]");
    }
}

/// Waits until the chain has stored `count` transactions.
void wait_for(http::test::RawClient& client, std::size_t count) {
    const auto wanted = "\"result\":" + std::to_string(count) + ",";
    const std::string ask = R"({"jsonrpc":"2.0","id":1,"method":"getTransactionCount"})";
    const auto deadline = Clock::now() + std::chrono::minutes(1);
    while (bench::call(client, ask).find(wanted) == std::string::npos) {
        if (Clock::now() > deadline) bench::give_up("the transfers didn't all arrive");
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

double resident_mb(const bench::ChainProcess& chain) {
    return static_cast<double>(chain.resident()) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t transfers = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    const bench::ChainProcess chain;
    http::test::RawClient client(chain.port());
    const auto wallets = bench::wallets(accounts);
    const auto dev = tx::read_keypair_file(chain.dev_key_file());
    if (!dev) bench::give_up(dev.error().what);
    send_all(client, accounts, [&](std::size_t i, const Hash& blockhash) {
        return bench::transfer(*dev, wallets[i].pubkey, funding, blockhash);
    });
    wait_for(client, accounts);
    const auto before = resident_mb(chain);

    const auto start = Clock::now();
    send_all(client, transfers, [&](std::size_t i, const Hash& blockhash) {
        return bench::transfer(wallets[i % accounts], wallets[(i + 1) % accounts].pubkey, 1 + i,
                               blockhash);
    });
    wait_for(client, accounts + transfers);
    const auto time = bench::seconds(Clock::now() - start);
    const auto after = resident_mb(chain);
    std::this_thread::sleep_for(std::chrono::minutes(1));
    const auto later = resident_mb(chain);

    std::printf(
        "%zu transfers in %.0f s; resident memory: %.1f MB before, %.1f MB after, "
        "%.1f MB a minute later\n",
        transfers, time, before, after, later);
    bench::Bars bars;
    bars.gate("what the transfers added <= 64 MB: " + bench::text("%.1f MB", later - before),
              later - before <= 64);
    return bars.exit_code();
}

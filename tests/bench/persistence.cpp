// How much slower does a chain take transfers when it keeps them? Bar 12 of the performance
// specification, at bar 1's setting: signatures checked, one sender, distinct payers, one core; the
// ledger thread has the other. A round ends when everything is stored.
#include <algorithm>
#include <cstdio>

#include "devnet/events/event.hpp"
#include "sdk/tx/transaction.hpp"
#include "tests/bench/lib/chains.hpp"
#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/transfers.hpp"

namespace {

using namespace orrery;
using bench::Clock;

constexpr int rounds = 9;
constexpr std::size_t payers = 4000, per_round = 20'000;

/// Moves the ledger thread, which tells of what is confirmed, to the second core.
class LedgerCore final : public events::Sink {
  public:
    void publish(const events::Event& event) override {
        const auto* reached = std::get_if<events::Reached>(&event);
        if (moved_ || !reached || reached->level != events::Commitment::confirmed) return;
        bench::pin_to_core(1);
        moved_ = true;
    }

  private:
    bool moved_ = false;
};

void send(sequencer::Chain& chain, const Bytes& wire) {
    auto decoded = tx::decode_shared(wire);
    if (!decoded) bench::give_up(decoded.error().what);
    if (!tx::verify_signatures(**decoded)) bench::give_up("a signature is wrong");
    const auto sent = chain.submit(std::move(*decoded), [](const svm::TxOutcome& outcome) {
        if (!outcome.ok()) bench::give_up(tx::display(*outcome.error));
    });
    if (!sent) bench::give_up("the queue is full");
}

/// Transactions per second on a chain of its own.
double run(std::span<const crypto::Keypair> wallets, const std::filesystem::path& ledger) {
    std::vector<Pubkey> keys;
    keys.reserve(wallets.size());
    for (const auto& wallet : wallets) keys.push_back(wallet.pubkey);
    const auto chain = bench::start_chain(keys, ledger);
    LedgerCore ledger_core;
    chain->add_sink(ledger_core);
    const auto blockhash = chain->at(sequencer::Commitment::processed).blockhash.hash;
    std::vector<Bytes> transfers;
    transfers.reserve(per_round);
    for (std::size_t i = 0; i < per_round; ++i)
        transfers.push_back(
            bench::transfer(wallets[i % payers], keys[(i + 1) % payers], 1'000'000 + i, blockhash));
    const auto start = Clock::now();
    for (const auto& wire : transfers) send(*chain, wire);
    chain->flush();
    const auto time = bench::seconds(Clock::now() - start);
    chain->remove_sink(ledger_core);
    return static_cast<double>(per_round) / time;
}

}  // namespace

int main() {
    bench::pin_to_core(0);  // the chain's threads inherit it
    const auto wallets = bench::wallets(payers);
    std::vector<double> with, without;
    for (int i = 0; i < rounds; ++i) {
        const bench::ScratchDir dir;
        without.push_back(run(wallets, {}));
        with.push_back(run(wallets, dir.path() / "ledger"));
    }
    const auto ratio = bench::median(with) / bench::median(without);
    std::printf("transfers, signatures checked: %.0f/s with a ledger, %.0f/s without\n",
                bench::median(with), bench::median(without));
    bench::Bars bars;
    bars.gate("with a ledger >= 0.9x without: " + bench::text("%.2fx", ratio), ratio >= 0.9);
    return bars.exit_code();
}

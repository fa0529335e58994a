// What does one account of a jumbo transaction cost, from 64 accounts to 8,192? As much in a large
// transaction as in a small one: nothing may grow faster than its size. And what do 8,192 transfers
// cost in one jumbo beside as many transactions? Bar of issue 4: a third at most, with signature
// checks; without them reported.
#include <algorithm>
#include <cstdio>
#include <optional>

#include "devnet/bank/bank.hpp"
#include "devnet/svm/programs/builtins.hpp"
#include "devnet/svm/syscalls/table.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/jumbo_builder.hpp"
#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/transfers.hpp"

namespace {

using namespace orrery;
using bench::Clock;

constexpr int rounds = 15;
constexpr std::size_t transfers = tx::max_jumbo_instructions;
constexpr std::size_t senders = 1'000;
constexpr std::uint64_t funding = 1'000'000 * lamports_per_sol;
/// What an account of a large transaction may cost beside one of the cheapest size, for a large one
/// outgrows caches; a search through all accounts for each would make it a hundred times.
constexpr double flat = 2;

/// Addresses as chains have them: all bytes differ.
std::vector<Pubkey> addresses(std::size_t count) {
    std::vector<Pubkey> out(count);
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t k = 0; k < 4; ++k)
            store_le(out[i].bytes.data() + 8 * k, (4 * i + k + 1) * 0x9e37'79b9'7f4a'7c15);
    return out;
}

/// A chain whose first slot is open, where all of `funded` have lamports.
std::unique_ptr<bank::Bank> make_bank(std::span<const Pubkey> funded) {
    bank::GenesisParams params;
    params.unix_timestamp = 1'700'000'000;
    const auto table = programs::solana_builtins();
    for (const auto& b : table) params.builtins.emplace_back(b.id, std::string(b.name));
    for (const auto& key : funded)
        params.accounts.push_back({key, {Lamports{funding}, ids::system, false, UINT64_MAX, {}}});
    auto bank =
        std::make_unique<bank::Bank>(bank::BankConfig{.genesis = bank::make_genesis(params),
                                                      .builtins = table,
                                                      .syscalls = syscalls::syscall_registry()});
    bank->open_slot(bank->next_open(params.unix_timestamp));
    return bank;
}

/// From wire bytes to an applied outcome, as a node does it.
void send(bank::Bank& bank, const Bytes& wire, bool verify) {
    auto decoded = tx::decode_shared(wire);
    if (!decoded) bench::give_up(decoded.error().what);
    if (verify && !tx::verify_signatures(**decoded)) bench::give_up("a signature is wrong");
    const auto entry = bank.execute(std::move(*decoded));
    if (!entry.outcome.ok()) bench::give_up(tx::display(*entry.outcome.error));
}

/// A jumbo of `count` transfers by turns to the accounts of `to`; `round` makes it differ.
Bytes jumbo(const bank::Bank& bank, const crypto::Keypair& payer, std::span<const Pubkey> to,
            std::size_t count, std::size_t round) {
    tx::JumboBuilder builder(payer.pubkey);
    builder.lifetime(bank.position().parent_hash).compute_unit_limit(1'400'000);
    for (std::size_t i = 0; i < count; ++i)
        builder.add(tx::system::transfer({payer.pubkey, to[i % to.size()], Lamports{1 + round}}));
    auto wire = builder.sign({&payer});
    if (!wire) bench::give_up(wire.error().what);
    return std::move(*wire);
}

/// Nanoseconds per account when as many jumbos of `accounts` accounts as it takes write to all of
/// `others`, so that every size works on the same chain; the fastest round's.
double per_account(bank::Bank& bank, const crypto::Keypair& payer, std::span<const Pubkey> others,
                   std::size_t accounts) {
    const auto recipients = accounts - 2;  // the payer and the system program are accounts too
    const auto count = others.size() / recipients;
    std::vector<double> times;
    for (std::size_t round = 0; round < rounds; ++round) {
        std::vector<Bytes> wires;
        for (std::size_t i = 0; i < count; ++i)
            wires.push_back(
                jumbo(bank, payer, others.subspan(i * recipients, recipients), recipients, round));
        const auto start = Clock::now();
        for (const auto& wire : wires) send(bank, wire, false);
        times.push_back(bench::microseconds(Clock::now() - start) * 1e3);
    }
    return *std::ranges::min_element(times) / static_cast<double>(count * accounts);
}

void measure_sizes(bench::Bars& bars) {
    const auto payer = bench::wallets(1)[0];
    const auto others = addresses(tx::max_jumbo_addresses - 2);
    auto funded = others;
    funded.push_back(payer.pubkey);
    const auto bank = make_bank(funded);
    std::printf("one jumbo of transfers, no signature checks\n%9s %12s\n", "accounts",
                "ns/account");
    std::optional<double> least;
    double last = 0;
    for (std::size_t accounts = 64; accounts <= tx::max_jumbo_addresses; accounts *= 2) {
        last = per_account(*bank, payer, others, accounts);
        least = std::min(least.value_or(last), last);
        std::printf("%9zu %12.0f\n", accounts, last);
    }
    bars.gate(
        bench::text("8,192 accounts cost at most %.1f times as much each as the cheapest: %.2f",
                    flat, last / *least),
        last <= flat * *least);
}

struct Times {
    double jumbo = 0, single = 0;  ///< ms for all transfers, medians
};

Times measure_transfers(bool verify) {
    const auto payers = bench::wallets(senders);
    auto funded = addresses(transfers - 2);
    const auto others = funded;
    for (const auto& payer : payers) funded.push_back(payer.pubkey);
    const auto bank = make_bank(funded);
    const auto timed = [&](std::span<const Bytes> wires) {
        const auto start = Clock::now();
        for (const auto& wire : wires) send(*bank, wire, verify);
        return bench::milliseconds(Clock::now() - start);
    };
    std::vector<double> together, apart;
    for (std::size_t round = 0; round < (verify ? 3 : rounds); ++round) {
        const std::vector<Bytes> one = {jumbo(*bank, payers[0], others, transfers, round)};
        std::vector<Bytes> singles;
        for (std::size_t i = 0; i < transfers; ++i)
            singles.push_back(bench::transfer(payers[i % senders], others[i % others.size()],
                                              1 + round, bank->position().parent_hash));
        together.push_back(timed(one));
        apart.push_back(timed(singles));
    }
    return {bench::median(together), bench::median(apart)};
}

}  // namespace

int main() {
    bench::pin_to_core(0);
    bench::Bars bars;
    measure_sizes(bars);
    for (const bool verify : {true, false}) {
        const auto times = measure_transfers(verify);
        const auto factor = times.single / times.jumbo;
        std::printf(
            "%zu transfers, signature checks %s: %.1f ms in one jumbo, %.1f ms one by one: %.1fx\n",
            transfers, verify ? "on" : "off", times.jumbo, times.single, factor);
        if (verify) bars.gate("in one jumbo >= 3 times the throughput", factor >= 3);
    }
    return bars.exit_code();
}

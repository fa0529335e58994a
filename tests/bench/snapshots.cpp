// How long do a snapshot and a revert take, by the size of the chain and by what was written since?
// Bar 12 of the performance specification: together at most 1 ms on a chain of 100,000 accounts,
// and in proportion to the accounts written, not to those there are.
#include <cstdio>

#include "tests/bench/lib/chains.hpp"
#include "tests/bench/lib/measure.hpp"

namespace {

using namespace orrery;
using bench::Clock;

constexpr int rounds = 21;
constexpr std::size_t few = 1'000, many = 100'000;  ///< accounts of a chain
/// What a hand-over between threads may vary by.
constexpr double noise_ms = 0.05;

struct Times {
    double snapshot = 0, revert = 0;  ///< ms, medians
    double sum() const { return snapshot + revert; }
};

std::vector<Pubkey> addresses(std::size_t count) {
    std::vector<Pubkey> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        store_le(out[i].bytes.data(), std::uint64_t{i + 1} * 0x9e3779b97f4a7c15);
        out[i].bytes[31] = 1;
    }
    return out;
}

template <class Result>
auto must(Result result) {
    if (!result) bench::give_up(result.error().what);
    if constexpr (!std::is_void_v<typename Result::value_type>) return *result;
}

Times measure(sequencer::Chain& chain, std::span<const Pubkey> written) {
    std::vector<double> snapshots, reverts;
    for (int i = 0; i < rounds; ++i) {
        chain.flush();
        auto start = Clock::now();
        const auto id = must(chain.snapshot());
        snapshots.push_back(bench::milliseconds(Clock::now() - start));
        for (const auto& key : written) {
            const Lamports lamports{1'000'000'000 + static_cast<std::uint64_t>(i)};
            must(chain.set_account({.key = key, .lamports = lamports, .owner = {}, .data = {}}));
        }
        chain.flush();
        start = Clock::now();
        must(chain.revert(id));
        reverts.push_back(bench::milliseconds(Clock::now() - start));
    }
    return {bench::median(snapshots), bench::median(reverts)};
}

void compare(bench::Bars& bars, bool with_ledger) {
    const auto keys = addresses(many);
    const bench::ScratchDir dir;
    const auto ledger = [&](const char* name) {
        return with_ledger ? dir.path() / name : std::filesystem::path{};
    };
    const auto large = bench::start_chain(keys, ledger("large"));
    const auto small = bench::start_chain({keys.data(), few}, ledger("small"));
    std::printf("%s ledger; ms, medians of %d\n", with_ledger ? "with a" : "without a", rounds);
    std::printf("%10s %10s %10s %10s\n", "accounts", "written", "snapshot", "revert");
    for (const std::size_t written : {10, 100, 1000}) {
        const std::span<const Pubkey> some(keys.data(), written);
        const auto of_small = measure(*small, some);
        const auto of_large = measure(*large, some);
        std::printf("%10zu %10zu %10.3f %10.3f\n", few, written, of_small.snapshot,
                    of_small.revert);
        std::printf("%10zu %10zu %10.3f %10.3f\n", many, written, of_large.snapshot,
                    of_large.revert);
        if (written == 100)
            bars.gate("snapshot and revert of 100,000 accounts <= 1 ms", of_large.sum() <= 1);
        bars.gate("100 times the accounts take <= 3x the time",
                  of_large.sum() <= 3 * of_small.sum() + noise_ms);
    }
}

}  // namespace

int main() {
    bench::Bars bars;
    compare(bars, false);
    compare(bars, true);
    return bars.exit_code();
}

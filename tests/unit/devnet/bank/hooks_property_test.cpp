#include <catch2/catch.hpp>
#include <cstdio>

#include "tests/unit/devnet/bank/hooks_world.hpp"

using namespace orrery::bank::testing;

namespace {

constexpr std::size_t per_world = 1'000;

// Worlds that differ by seed; each checks itself as it goes and replays at its end.
Seen play(std::size_t transactions, std::uint64_t seed) {
    Seen seen;
    for (; seen.transactions < transactions; ++seed) {
        INFO("world " << seed);
        HookWorld world(seed);
        world.run(per_world, seen);
        world.replay();
    }
    std::printf(
        "%zu transactions (%zu failed), %zu hooks: %zu failed, %zu unfunded, %zu struck out, "
        "%zu jumbo; %zu full units, %zu behind CPIs, %zu compared, %zu reverts, %zu closed\n",
        seen.transactions, seen.failed, seen.hooks, seen.failed_hooks, seen.unfunded,
        seen.struck_out, seen.jumbo_hooks, seen.full_units, seen.cpi_targets, seen.compared,
        seen.reverts, seen.closed);
    return seen;
}

// A property that nothing was tried on holds always.
void check_variety(const Seen& seen) {
    const auto n = seen.transactions / per_world;
    CHECK(seen.hooks > 100 * n);
    CHECK(seen.failed_hooks > 10 * n);
    CHECK(seen.unfunded > n);
    CHECK(seen.struck_out >= n / 4);
    CHECK(seen.jumbo_hooks > n);
    CHECK(seen.full_units > n);
    CHECK(seen.cpi_targets > 10 * n);
    CHECK(seen.compared > 10 * n);
    CHECK(seen.reverts > n);
    CHECK(seen.closed >= n / 4);
    CHECK(seen.failed > n);
}

}  // namespace

TEST_CASE("random transactions with random seats conserve lamports and replay to the same hashes") {
    check_variety(play(10'000, 1));
}

TEST_CASE("100,000 random transactions with random seats", "[.full]") {
    check_variety(play(100'000, 1'000));
}

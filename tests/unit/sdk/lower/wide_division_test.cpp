#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "sdk/types/int128.hpp"

// The on-chain run-time's C, compiled natively.
// NOLINTNEXTLINE(bugprone-reserved-identifier): as compilers' run-time functions are named
extern "C" void __sbpf_udivmod128(unsigned long long* out, unsigned long long a_low,
                                  unsigned long long a_high, unsigned long long b_low,
                                  unsigned long long b_high);

namespace orrery::lower {
namespace {

using Word = unsigned long long;

Uint128 join(Word low, Word high) { return Uint128{high} << 64U | low; }

void check_division(Uint128 a, Uint128 b) {
    Word out[4] = {~Word{0}, ~Word{0}, ~Word{0}, ~Word{0}};
    __sbpf_udivmod128(out, static_cast<Word>(a), static_cast<Word>(a >> 64U), static_cast<Word>(b),
                      static_cast<Word>(b >> 64U));
    bool right = join(out[0], out[1]) == a / b && join(out[2], out[3]) == a % b;
    INFO("a " << static_cast<Word>(a >> 64U) << ' ' << static_cast<Word>(a) << " b "
              << static_cast<Word>(b >> 64U) << ' ' << static_cast<Word>(b));
    REQUIRE(right);
}

}  // namespace

TEST_CASE("the run-time division agrees with the host's at the edges") {
    std::vector<Uint128> edges{0};
    for (unsigned bit : {0U, 1U, 31U, 32U, 33U, 63U, 64U, 65U, 95U, 96U, 127U}) {
        Uint128 power = Uint128{1} << bit;
        for (Uint128 near : {power - 1, power, power + 1, Uint128{0} - power})
            edges.push_back(near);
    }
    for (Uint128 a : edges)
        for (Uint128 b : edges)
            if (b != 0) check_division(a, b);
}

TEST_CASE("the run-time division agrees with the host's on random numbers of all lengths") {
    std::mt19937_64 random(3);
    auto any = [&] { return join(random(), random()) >> (random() % 128); };
    for (int i = 0; i < 100'000; ++i)
        if (Uint128 b = any(); b != 0) check_division(any(), b);
}

}  // namespace orrery::lower

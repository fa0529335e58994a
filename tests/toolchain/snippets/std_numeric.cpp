#include <limits>
#include <numeric>

#include "snippet.h"

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    uint32_t words[30], sums[30];
    std::iota(words, words + 30, static_cast<uint32_t>(size));
    for (unsigned i = 0; i < 30 && r.at < r.end; ++i) words[i] ^= take32(&r);
    put(&s, std::accumulate(words, words + 30, uint64_t{0}));
    put(&s,
        std::accumulate(words, words + 30, uint64_t{1}, [](auto a, auto b) { return a * 31 + b; }));
    put(&s, std::inner_product(words, words + 15, words + 15, uint64_t{5}));
    std::partial_sum(words, words + 30, sums);
    put(&s, sums[29] ^ sums[13]);
    std::adjacent_difference(words, words + 30, sums);
    put(&s, sums[29] ^ sums[7]);
    std::exclusive_scan(words, words + 30, sums, 3u);
    put(&s, sums[29]);
    for (unsigned i = 0; i + 1 < 30; i += 2) {
        put(&s, std::gcd(words[i], words[i + 1]));
        put(&s, std::lcm(uint64_t{words[i] & 0xffff}, uint64_t{words[i + 1] & 0xffff}));
        put(&s, std::midpoint(words[i], words[i + 1]));
    }
    return std::reduce(words, words + 30, uint64_t{0}) ^ std::numeric_limits<int32_t>::max();
}

#include "tests/toolchain/inputs.hpp"

#include <array>
#include <random>

namespace orrery::toolchain {
namespace {

constexpr std::size_t input_count = 24;
constexpr std::size_t longest = 240;

using Random = std::mt19937_64;

std::uint64_t below(Random& random, std::uint64_t n) { return random() % n; }

void add_word(Bytes& to, std::uint64_t word) {
    for (unsigned i = 0; i < 8; ++i) to.push_back(static_cast<std::uint8_t>(word >> (8 * i)));
}

std::uint64_t edge(Random& random) {
    constexpr std::array<std::uint64_t, 12> edges = {0,
                                                     1,
                                                     2,
                                                     UINT64_MAX,
                                                     UINT64_MAX - 1,
                                                     std::uint64_t{1} << 63,
                                                     INT64_MAX,
                                                     UINT32_MAX,
                                                     std::uint64_t{1} << 32,
                                                     0x8000000080000000,
                                                     0x7fffffff7fffffff,
                                                     0x80ff7f0100fe0180};
    return edges.at(below(random, edges.size())) + below(random, 3) - 1;
}

Bytes random_bytes(Random& random, std::size_t size) {
    Bytes out(size);
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random());
    return out;
}

Bytes edge_words(Random& random) {
    Bytes out;
    while (out.size() < longest) add_word(out, edge(random));
    return out;
}

Bytes small_numbers(Random& random) {
    Bytes out;
    while (out.size() < longest) add_word(out, below(random, 100) - below(random, 20));
    return out;
}

Bytes text(Random& random) {
    constexpr std::string_view pieces[] = {"0",    "17",     "-42",   "abc", " ",     ",",
                                           "true", "Orrery", "ä",     "€",   "𝄞",     "\xff",
                                           "xyz=", "99999",  "hello", "\n",  "0x1f3", "zz"};
    Bytes out;
    const auto size = 10 + below(random, longest - 20);  // no input comes twice
    while (out.size() < size)
        for (const char letter : pieces[below(random, std::size(pieces))])
            out.push_back(static_cast<std::uint8_t>(letter));
    return out;
}

Bytes mixed(Random& random) {
    Bytes out;
    while (out.size() < longest) add_word(out, below(random, 2) != 0 ? edge(random) : random());
    return out;
}

Bytes make_input(Random& random, std::size_t index) {
    constexpr std::array lengths = {0u, 1u, 7u, 13u, 64u, 100u};
    if (index < lengths.size()) return random_bytes(random, lengths.at(index));
    switch (index % 6) {
        case 0:
        case 1:
            return random_bytes(random, longest);
        case 2:
            return edge_words(random);
        case 3:
            return small_numbers(random);
        case 4:
            return text(random);
        default:
            return mixed(random);
    }
}

}  // namespace

std::vector<Bytes> make_inputs(std::uint64_t seed, std::string_view name) {
    for (const char letter : name) seed = seed * 1099511628211u + static_cast<std::uint8_t>(letter);
    Random random(seed);
    std::vector<Bytes> out;
    out.reserve(input_count);
    for (std::size_t i = 0; i < input_count; ++i) out.push_back(make_input(random, i));
    return out;
}

}  // namespace orrery::toolchain

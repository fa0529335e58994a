#include <array>

#include "snippet.h"

namespace {

using Grid = std::array<std::array<uint16_t, 5>, 4>;

constexpr std::array names = {"north", "east", "south", "west"};
constexpr auto squares = [] {
    std::array<uint32_t, 20> out{};
    for (unsigned i = 0; i < out.size(); ++i) out[i] = i * i;
    return out;
}();

[[gnu::noinline]] Grid transposed(const Grid& from, uint16_t by) {
    Grid out = from;
    for (unsigned i = 0; i < 4; ++i)
        for (unsigned j = 0; j < 4; ++j) out[i][j] = static_cast<uint16_t>(from[j][i] + by);
    return out;
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    Grid grid{};
    grid.front().fill(7);
    while (r.at < r.end) {
        const auto v = take16(&r);
        grid[v % 4][v / 4 % 5] = v;
        const auto before = grid;
        grid = transposed(grid, static_cast<uint16_t>(v >> 8));
        put(&s, (grid == before) | (grid < before) << 1);
        put(&s, squares[v % squares.size()] + static_cast<uint64_t>(names[v % 4][v % 3]));
        std::array<uint64_t, 3> words{v, v * 3u, 5};
        auto other = words;
        other.back() = v;
        words.swap(other);
        for (const auto word : words) put(&s, word);
        put(&s, std::get<1>(other) + words.size() + grid.back().at(4));
    }
    return s.count;
}

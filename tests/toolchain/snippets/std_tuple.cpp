#include <functional>
#include <tuple>
#include <utility>

#include "snippet.h"

namespace {

using Row = std::tuple<uint8_t, uint64_t, int16_t>;

[[gnu::noinline]] Row made(uint64_t v) {
    return {static_cast<uint8_t>(v), v * 3, static_cast<int16_t>(v >> 4)};
}
[[gnu::noinline]] std::pair<uint64_t, bool> halved(uint64_t v) { return {v / 2, v % 2 == 0}; }

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    Row last{};
    while (r.at < r.end) {
        const auto v = take64(&r);
        auto row = made(v);
        const auto [a, b, c] = row;
        put(&s, a + b + static_cast<uint64_t>(c));
        put(&s, (row < last) | (row == last) << 1);
        put(&s, std::apply([](auto... all) { return (static_cast<uint64_t>(all) ^ ...); }, row));
        auto [half, even] = halved(v);
        std::tie(half, std::ignore) = halved(half);
        put(&s, half * 2 + even);
        const auto joined = std::tuple_cat(row, std::make_tuple(half, 'x'));
        put(&s, std::get<3>(joined) + static_cast<uint64_t>(std::get<char>(joined)));
        put(&s, std::exchange(std::get<1>(row), 5) + std::get<1>(row));
        put(&s, std::invoke(&std::pair<uint64_t, bool>::first, halved(v)));
        last = std::move(row);
    }
    return std::get<1>(last);
}

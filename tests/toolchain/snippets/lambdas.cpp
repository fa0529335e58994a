#include "snippet.h"

namespace {

template <class F>
[[gnu::noinline]] uint64_t twice(F f, uint64_t v) {
    return f(f(v));
}
[[gnu::noinline]] uint64_t called(uint64_t (*f)(uint64_t), uint64_t v) { return f(v) + 1; }

constexpr auto recursive = [](auto self, uint64_t n) -> uint64_t {
    return n < 2 ? 1 : n * self(self, n - 1);
};

auto make_adder(uint64_t by) {
    return [by](uint64_t v) { return v + by; };
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    uint64_t total = 0;
    auto note = [&, count = uint64_t{3}](auto... values) mutable {
        ((total += static_cast<uint64_t>(values) * count++), ...);
        put(&s, total);
    };
    while (r.at < r.end) {
        const auto v = take64(&r);
        note(v, static_cast<uint8_t>(v), v & 1);
        const auto by_value = [=, copy = total](uint64_t x) { return x * v + copy; };
        put(&s, twice(by_value, v));
        put(&s, called([](uint64_t x) { return x ^ 0x5555; }, v));
        put(&s, recursive(recursive, v % 12));
        put(&s, twice(make_adder(v), total));
        uint64_t words[4] = {v, 1, 2, 3};
        const auto each = [&words](auto f) {
            for (auto& word : words) f(word);
        };
        each([&](uint64_t& word) { word = word * total + v; });
        each([&](uint64_t word) { put(&s, word); });
    }
    return total;
}

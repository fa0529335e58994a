#include "snippet.h"

namespace {

using u128 = unsigned __int128;
struct Small {
    uint32_t a;
    uint8_t b;
};
struct Pair {
    uint64_t a, b;
};

[[gnu::noinline]] u128 mixed(uint64_t a, u128 b, bool c, Small d, const Pair& e, Pair f, int8_t g,
                             u128 h) {
    return a + b * 3 + (c ? 5 : 7) + d.a * 11ull + d.b + (e.a ^ f.b) + e.b * f.a +
           static_cast<u128>(g) * 13 + (h >> 3);
}
[[gnu::noinline]] u128 wide_first(u128 a, u128 b, u128 c) { return a * 3 + b * 5 + c * 7; }
[[gnu::noinline]] uint64_t many_structs(Small a, Small b, Small c, Small d, Small e, Small f) {
    return a.a + b.a * 3ull + c.a * 5ull + d.b * 7ull + e.b * 11ull + f.b * 13ull;
}
template <class... T>
[[gnu::noinline]] uint64_t folded(T... values) {
    uint64_t sum = 0;
    ((sum = sum * 31 + static_cast<uint64_t>(values)), ...);
    return sum;
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    while (r.at < r.end) {
        const auto a = take64(&r), b = take64(&r), c = take64(&r);
        const Small small{static_cast<uint32_t>(a), static_cast<uint8_t>(b)};
        const Pair pair{b, c};
        const u128 wide = static_cast<u128>(c) << 64 | a;
        put128(&s, mixed(a, wide, b & 1, small, pair, {c, a}, static_cast<int8_t>(c), ~wide));
        put128(&s, wide_first(wide, wide + b, wide ^ c));
        put(&s, many_structs(small, {1, 2}, {3, static_cast<uint8_t>(a)}, small, {7, 8}, small));
        put(&s, folded(a, b, c, static_cast<int8_t>(a), static_cast<uint16_t>(b), true, a + c, b));
        put(&s, folded());
    }
    return s.count;
}

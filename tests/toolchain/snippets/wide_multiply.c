// levels: 0 1 3 s z
#include "snippet.h"

typedef unsigned __int128 u128;
typedef __int128 i128;

__attribute__((noinline)) static u128 product(u128 a, u128 b) { return a * b; }
__attribute__((noinline)) static u128 square(uint64_t a) { return (u128)a * a; }
__attribute__((noinline)) static i128 signed_product(int64_t a, int64_t b) { return (i128)a * b; }
__attribute__((noinline)) static uint64_t high(uint64_t a, uint64_t b) {
    return (uint64_t)((u128)a * b >> 64);
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    u128 all = 1;
    while (r.at < r.end) {
        u128 a = take128(&r), b = take128(&r);
        put128(&s, product(a, b));
        put128(&s, square((uint64_t)a));
        put128(&s, (u128)signed_product((int64_t)a, (int64_t)b));
        put(&s, high((uint64_t)(a >> 64), (uint64_t)b));
        put128(&s, a * 10 + 7);
        put128(&s, (u128)(uint32_t)a * (uint64_t)b);
        all = all * (a | 1) + b;
    }
    put128(&s, all);
    return high((uint64_t)all, (uint64_t)(all >> 64));
}

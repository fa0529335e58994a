#include "snippet.h"

typedef unsigned __int128 u128;
typedef __int128 i128;

static u128 smaller(u128 a, u128 b) { return a < b ? a : b; }
static i128 larger(i128 a, i128 b) { return a > b ? a : b; }
static i128 clamped(i128 v) { return v < -1000 ? -1000 : v > 1000 ? 1000 : v; }

static uint64_t compare(u128 a, u128 b) {
    i128 x = (i128)a, y = (i128)b;
    return (uint64_t)(a < b) | (uint64_t)(a <= b) << 1 | (uint64_t)(a == b) << 2 |
           (uint64_t)(a != b) << 3 | (uint64_t)(x < y) << 4 | (uint64_t)(x >= y) << 5 |
           (uint64_t)(x > 0) << 6 | (uint64_t)(a > (u128)UINT64_MAX) << 7 | (uint64_t)!a << 8;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    u128 sum = 0;
    while (r.at < r.end) {
        u128 a = take128(&r), b = take128(&r);
        put(&s, compare(a, b));
        put(&s, compare(a, (a & ~(u128)1) | (b & 1)));
        put128(&s, smaller(a, b));
        put128(&s, (u128)larger((i128)a, (i128)b));
        put128(&s, (u128)clamped((i128)a));
        put128(&s, -a - b);
        put128(&s, (a ^ ~b) & (a | b << 1));
        sum += a;
        sum -= b;
    }
    put128(&s, sum);
    return compare(sum, sum >> 1);
}

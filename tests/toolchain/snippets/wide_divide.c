// levels: 0 1 3 s z
#include "snippet.h"

typedef unsigned __int128 u128;
typedef __int128 i128;

static const i128 least = (i128)((u128)1 << 127);

static void divide(Sink* s, u128 a, u128 b) {
    if (b == 0) b = 9;
    put128(s, a / b);
    put128(s, a % b);
    i128 x = (i128)a, y = (i128)b;
    if (x == least && y == -1) y = 1;
    put128(s, (u128)(x / y));
    put128(s, (u128)(x % y));
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        u128 a = take128(&r), b = take128(&r);
        divide(&s, a, b);
        divide(&s, b, a);
        divide(&s, a, (uint64_t)b);
        divide(&s, (uint64_t)a, b);
        divide(&s, a, b >> 70);
        put128(&s, a / 10);
        put128(&s, (u128)((i128)a % 1000000007));
        put(&s, (uint64_t)(a % 97));
    }
    return s.count;
}

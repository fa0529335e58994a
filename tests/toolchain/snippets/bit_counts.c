// levels: 0 1 3 s z
#include "snippet.h"

static void count(Sink* s, uint64_t v) {
    uint32_t low = (uint32_t)v;
    put(s, (uint64_t)__builtin_popcountll(v) << 8 | (uint64_t)__builtin_popcount(low));
    put(s, v ? (uint64_t)__builtin_clzll(v) << 8 | (uint64_t)__builtin_ctzll(v) : 99);
    put(s, low ? (uint64_t)__builtin_clz(low) << 8 | (uint64_t)__builtin_ctz(low) : 77);
    put(s, (uint64_t)__builtin_parityll(v) | (uint64_t)__builtin_ffsll((long long)v) << 1 |
               (uint64_t)__builtin_ffs((int)low) << 9 |
               (uint64_t)__builtin_clrsbll((long long)v) << 17);
    put(s, (v & (v - 1)) == 0 ? 1 : v & -v);
    put(s, (uint16_t)v ? (uint64_t)__builtin_clz((uint16_t)v) : 55);
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        uint64_t v = take64(&r);
        count(&s, v);
        count(&s, v >> (v & 63));
        count(&s, v << (v & 63));
    }
    return s.count;
}

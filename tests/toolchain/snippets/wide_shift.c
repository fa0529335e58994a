#include "snippet.h"

typedef unsigned __int128 u128;
typedef __int128 i128;

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        u128 v = take128(&r);
        unsigned n = take8(&r) & 127;
        put128(&s, v << n);
        put128(&s, v >> n);
        put128(&s, (u128)((i128)v >> n));
        put128(&s, v << (127 - n) | v >> (n ? n : 1));
        put128(&s, v << n | v >> ((128 - n) & 127));
        put128(&s, (v << 3) ^ (v >> 64) ^ (v << 64) ^ (v >> 65) ^ (u128)((i128)v >> 127));
        put128(&s, ((u128)1 << n) - 1);
        put(&s, (uint64_t)(v >> (n & 63)));
    }
    return s.count;
}

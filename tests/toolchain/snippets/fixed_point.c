#include "snippet.h"

typedef unsigned __int128 u128;

static uint64_t root(u128 v) {
    u128 bit = (u128)1 << 126, result = 0;
    while (bit > v) bit >>= 2;
    for (; bit; bit >>= 2) {
        if (v >= result + bit) {
            v -= result + bit;
            result = (result >> 1) + bit;
        } else {
            result >>= 1;
        }
    }
    return (uint64_t)result;
}

/// Q32.32.
static uint64_t times(uint64_t a, uint64_t b) { return (uint64_t)((u128)a * b >> 32); }
static uint64_t over(uint64_t a, uint64_t b) { return (uint64_t)(((u128)a << 32) / (b ? b : 1)); }

static uint64_t power(uint64_t base, unsigned exponent) {
    uint64_t result = (uint64_t)1 << 32;
    for (; exponent; exponent >>= 1, base = times(base, base))
        if (exponent & 1) result = times(result, base);
    return result;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    for (unsigned i = 0; i < 6 && r.at < r.end; ++i) {
        uint64_t a = take64(&r), b = take64(&r);
        put(&s, root(a));
        put(&s, root((u128)a << 64 | b));
        put(&s, times(a, b));
        put(&s, over(a, b));
        put(&s, power(((uint64_t)1 << 32) + (uint32_t)a, (unsigned)(b & 31)));
    }
    return s.count;
}

#include "snippet.h"

static uint64_t rotated_left(uint64_t v, unsigned n) { return v << (n & 63) | v >> (-n & 63); }
static uint32_t rotated_right(uint32_t v, unsigned n) { return v >> (n & 31) | v << (-n & 31); }
static uint8_t rotated_byte(uint8_t v, unsigned n) {
    return (uint8_t)(v << (n & 7) | v >> (-n & 7));
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        uint64_t v = take64(&r);
        unsigned n = take8(&r);
        put(&s, __builtin_bswap64(v));
        put(&s, __builtin_bswap32((uint32_t)v));
        put(&s, __builtin_bswap16((uint16_t)v));
        put(&s, __builtin_bitreverse64(v));
        put(&s, __builtin_bitreverse32((uint32_t)v) ^ __builtin_bitreverse8((uint8_t)v));
        put(&s, rotated_left(v, n) + rotated_left(v, 13));
        put(&s, rotated_right((uint32_t)v, n) + rotated_right((uint32_t)v, 7));
        put(&s, rotated_byte((uint8_t)v, n));
        put(&s, __builtin_rotateleft64(v, n) ^ __builtin_rotateright16((uint16_t)v, (uint16_t)n));
    }
    return s.count;
}

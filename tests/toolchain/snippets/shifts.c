#include "snippet.h"

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        uint64_t v = take64(&r);
        unsigned n = take8(&r);
        put(&s, v << (n & 63));
        put(&s, v >> (n & 63));
        put(&s, (uint64_t)((int64_t)v >> (n & 63)));
        put(&s, (uint32_t)v << (n & 31));
        put(&s, (uint32_t)v >> (n & 31));
        put(&s, (uint64_t)((int32_t)v >> (n & 31)));
        put(&s, (uint64_t)((int16_t)v >> (n & 15)) ^ (uint64_t)((uint16_t)v << (n & 15)));
        put(&s, (uint64_t)((int8_t)v >> (n & 7)) + (uint64_t)((uint8_t)v >> (n & 7)));
        put(&s, v << 32 >> 32 << 1 ^ (uint64_t)((int64_t)(v << 40) >> 50));
    }
    return s.count;
}

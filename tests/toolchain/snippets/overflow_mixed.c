#include "snippet.h"

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    uint64_t flags = 0;
    while (r.at < r.end) {
        uint64_t a = take64(&r);
        int64_t b = (int64_t)take64(&r);
        int32_t narrow;
        uint8_t byte;
        int64_t wide;
        uint64_t positive;
        flags = flags * 2 + __builtin_add_overflow(a, b, &narrow);
        flags = flags * 2 + __builtin_sub_overflow((uint32_t)a, b, &byte);
        put(&s, (uint64_t)narrow ^ (uint64_t)byte << 40);
        flags = flags * 2 + __builtin_mul_overflow(a, b, &wide);
        put(&s, (uint64_t)wide);
        flags = flags * 2 + __builtin_mul_overflow((int32_t)a, (uint16_t)b, &positive);
        put(&s, positive);
        flags = flags * 2 + __builtin_sub_overflow(0, b, &positive);
        put(&s, positive);
        flags = flags * 2 + __builtin_mul_overflow((uint8_t)a, (int8_t)b, &narrow);
        put(&s, (uint64_t)narrow);
    }
    return flags;
}

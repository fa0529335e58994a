// levels: 0 1 3 s z
#include "snippet.h"

#define KEEP __attribute__((noinline)) static

KEEP uint64_t six(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f) {
    return a + 3 * b + 5 * c + 7 * d + 11 * e + 13 * f;
}
KEEP uint64_t ten(uint8_t a, int16_t b, uint32_t c, int64_t d, _Bool e, int8_t f, uint16_t g,
                  int32_t h, uint64_t i, const uint8_t* j) {
    return a + (uint64_t)b * 3 + c * 5ull + (uint64_t)d * 7 + e * 11u + (uint64_t)f * 13 + g * 17u +
           (uint64_t)h * 19 + i * 23 + *j;
}
KEEP uint64_t passed_on(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f,
                        uint64_t g) {
    return six(g, f, e, d, c, b) ^ (a ? six(a, a, a, b, b, b) : 0);
}
KEEP uint64_t deep(uint64_t n, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
                   uint64_t f) {
    return n ? deep(n - 1, f, a, b, c, d, e + n) + a : a ^ b ^ c ^ d ^ e ^ f;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        uint64_t a = take64(&r), b = take64(&r), c = take64(&r), d = take64(&r);
        uint8_t byte = (uint8_t)(a >> 5);
        put(&s, six(a, b, c, d, a ^ b, c ^ d));
        put(&s, ten((uint8_t)a, (int16_t)b, (uint32_t)c, (int64_t)d, a & 1, (int8_t)b, (uint16_t)c,
                    (int32_t)d, a + b, &byte));
        put(&s, passed_on(a & 1, b, c, d, a, b + 1, c + 1));
        put(&s, deep(a & 15, a, b, c, d, 1, 2));
    }
    return s.count;
}

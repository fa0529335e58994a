#include "snippet.h"

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    uint8_t byte = 0;
    int8_t small = 0;
    uint16_t word = 1;
    while (r.at < r.end) {
        uint8_t a = take8(&r), b = take8(&r);
        int8_t c = (int8_t)take8(&r);
        uint16_t d = take16(&r);
        put(&s, (uint64_t)(a + b) | (uint64_t)(uint8_t)(a + b) << 32);
        put(&s, (uint64_t)(a - b));
        put(&s, (uint64_t)(~a & 0xffff) + (uint64_t)(-c));
        put(&s, (uint64_t)(a < c) | (uint64_t)(d > c) << 1 | (uint64_t)((uint8_t)~a == b) << 2);
        put(&s, (uint64_t)(a << 8 >> 4) + (uint64_t)(c >> 2) + (uint64_t)((uint8_t)(a << 4) >> 4));
        put(&s, (uint64_t)((uint32_t)d * d) ^ (uint64_t)(a * b - c));
        byte += a;
        byte = (uint8_t)(byte * b);
        small = (int8_t)(small ^ c);
        small = (int8_t)(small - (c >> 1));
        word = (uint16_t)(word * 31 + d);
        put(&s, (uint64_t)byte | (uint64_t)(uint8_t)small << 8 | (uint64_t)word << 16);
        put(&s, (uint64_t)(a ? c : d) + (uint64_t)(int64_t)(small % 7));
    }
    return word;
}

// levels: 0 3
#include "snippet.h"

typedef struct {
    uint32_t a : 3;
    int32_t b : 5;
    uint32_t c : 17;
    uint32_t : 0;
    uint64_t d : 37;
    int64_t e : 20;
    uint8_t f : 1;
    _Bool g : 1;
} Fields;
typedef struct __attribute__((packed)) {
    uint16_t a : 11;
    uint32_t b : 22;
    int64_t c : 41;
    uint8_t d;
} Tight;

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    Fields f = {0};
    Tight t = {0};
    while (r.at < r.end) {
        uint64_t v = take64(&r);
        f.a = (uint32_t)v & 7;
        f.b = (int32_t)((v >> 3 & 31) ^ 16) - 16;
        f.c += (uint32_t)(v >> 8) & 0xff;
        f.d = (f.d * 3 + v) & ((1ull << 37) - 1);
        f.e = (int64_t)(v >> 44) - (1 << 19);
        f.f ^= v & 1;
        f.g = (v & 6) != 0;
        t.a = (uint16_t)(t.a + f.a) & 0x7ff;
        t.b = (uint32_t)(v >> 20) & 0x3fffff;
        t.c = (int64_t)(v << 23) >> 23;
        t.d += f.f;
        put(&s, f.a + (uint64_t)f.b + f.c + f.d + (uint64_t)f.e + f.f + f.g);
        put(&s, t.a ^ (uint64_t)t.b << 11 ^ (uint64_t)t.c ^ t.d);
    }
    uint8_t bytes[sizeof(Tight)];
    memcpy(bytes, &t, sizeof bytes);
    for (unsigned i = 0; i < sizeof bytes; ++i) put(&s, bytes[i]);
    return sizeof(Fields) * 256 + sizeof(Tight);
}

#include "snippet.h"

static unsigned encode(uint64_t v, uint8_t* to) {
    unsigned n = 0;
    for (; v > 0x7f; v >>= 7) to[n++] = (uint8_t)(v | 0x80);
    to[n++] = (uint8_t)v;
    return n;
}
static _Bool decode(Reader* r, uint64_t* v) {
    *v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (r->at == r->end) return 0;
        uint8_t byte = *r->at++;
        if (shift == 63 && byte > 1) return 0;
        *v |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) return 1;
    }
    return 0;
}
static uint64_t zigzag(int64_t v) { return (uint64_t)v << 1 ^ (uint64_t)(v >> 63); }
static int64_t unzigzag(uint64_t v) { return (int64_t)(v >> 1 ^ -(v & 1)); }

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    uint8_t bytes[320];
    unsigned used = 0;
    uint64_t v;
    while (r.at < r.end) {
        put(&s, decode(&r, &v));
        put(&s, v);
        if (used < 300)
            used += encode(zigzag((int64_t)(v * 0x9e3779b97f4a7c15u) >> (v & 63)), bytes + used);
    }
    Reader back = {bytes, bytes + used};
    while (decode(&back, &v)) put(&s, (uint64_t)unzigzag(v));
    return used;
}

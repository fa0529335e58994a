// levels: 0 1 3 s z
#include "snippet.h"

typedef struct {
    uint64_t words[150];
    uint8_t tail[13];
} Large;
typedef struct {
    Large first;
    uint32_t between;
    uint8_t rest[700];
} Larger;

#define KEEP __attribute__((noinline)) static

KEEP void copy(Larger* to, const Larger* from) { *to = *from; }
KEEP void clear(Large* to) { *to = (Large){{0}, {1, 2}}; }
KEEP void part(Larger* to, const Large* from) { to->first = *from; }
KEEP uint64_t digest(const void* data, uint64_t size) {
    const uint64_t* words = data;
    uint64_t h = 1;
    for (uint64_t i = 0; i < size / 8; ++i) h = h * 31 + words[i];
    return h;
}
KEEP uint64_t work(Reader r, Larger* a, Sink* s) {
    Larger b;
    memset(&b, 0, sizeof b);
    while (r.at < r.end) {
        uint64_t v = take64(&r);
        b.first.words[v % 150] ^= v;
        b.rest[v % 700] = (uint8_t)v;
        b.between += 1;
        copy(a, &b);
        a->first.tail[v % 13] += 1;
        if (v & 1) part(&b, &a->first);
        if ((v & 31) == 2) clear(&b.first);
        put(s, digest(a, sizeof *a) + digest(&b, sizeof b));
        b = b.between & 1 ? *a : b;
    }
    return b.between;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    Larger a;
    memset(&a, 1, sizeof a);
    Reader r = {in, in + (size > 64 ? 64 : size)};
    return work(r, &a, &s);
}

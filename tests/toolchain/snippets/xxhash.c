// levels: 0 s
#include "snippet.h"

static const uint64_t p1 = 11400714785074694791u, p2 = 14029467366897019727u,
                      p3 = 1609587929392839161u, p4 = 9650029242287828579u,
                      p5 = 2870177450012600261u;

static uint64_t left(uint64_t v, unsigned n) { return v << n | v >> (64 - n); }
static uint64_t absorb(uint64_t acc, uint64_t v) { return left(acc + v * p2, 31) * p1; }
static uint64_t merged(uint64_t h, uint64_t acc) { return (h ^ absorb(0, acc)) * p1 + p4; }

static uint64_t xxhash(const uint8_t* in, uint64_t size, uint64_t seed) {
    Reader r = {in, in + size};
    uint64_t h = seed + p5;
    if (size >= 32) {
        uint64_t lanes[4] = {seed + p1 + p2, seed + p2, seed, seed - p1};
        while (r.end - r.at >= 32)
            for (unsigned i = 0; i < 4; ++i) lanes[i] = absorb(lanes[i], take64(&r));
        h = left(lanes[0], 1) + left(lanes[1], 7) + left(lanes[2], 12) + left(lanes[3], 18);
        for (unsigned i = 0; i < 4; ++i) h = merged(h, lanes[i]);
    }
    h += size;
    while (r.end - r.at >= 8) h = left(h ^ absorb(0, take64(&r)), 27) * p1 + p4;
    if (r.end - r.at >= 4) h = left(h ^ take32(&r) * p1, 23) * p2 + p3;
    while (r.at < r.end) h = left(h ^ take8(&r) * p5, 11) * p1;
    h = (h ^ h >> 33) * p2;
    h = (h ^ h >> 29) * p3;
    return h ^ h >> 32;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    for (uint64_t n = 0; n <= size; n += 7) put(&s, xxhash(in, n, n * 3));
    return xxhash(in, 0, 0);
}

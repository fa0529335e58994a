// levels: 0 1 3 s z
#include "snippet.h"

static uint64_t left(uint64_t v, unsigned n) { return v << n | v >> (64 - n); }

typedef struct {
    uint64_t a, b, c, d;
} State;

static void rounds(State* s, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
        s->a += s->b, s->b = left(s->b, 13), s->b ^= s->a, s->a = left(s->a, 32);
        s->c += s->d, s->d = left(s->d, 16), s->d ^= s->c;
        s->a += s->d, s->d = left(s->d, 21), s->d ^= s->a;
        s->c += s->b, s->b = left(s->b, 17), s->b ^= s->c, s->c = left(s->c, 32);
    }
}

static uint64_t siphash(const uint8_t* in, uint64_t size, uint64_t k0, uint64_t k1) {
    State s = {k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261,
               k1 ^ 0x7465646279746573};
    Reader r = {in, in + size};
    for (uint64_t i = 0; i < size / 8; ++i) {
        uint64_t m = take64(&r);
        s.d ^= m;
        rounds(&s, 2);
        s.a ^= m;
    }
    uint64_t last = take64(&r) | size << 56;
    s.d ^= last;
    rounds(&s, 2);
    s.a ^= last;
    s.c ^= 0xff;
    rounds(&s, 4);
    return s.a ^ s.b ^ s.c ^ s.d;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    for (uint64_t n = 0; n <= size; n += 17) put(&s, siphash(in, n, n, size));
    return siphash(in, size, 0x0706050403020100, 0x0f0e0d0c0b0a0908);
}

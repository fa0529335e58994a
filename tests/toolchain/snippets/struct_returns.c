// levels: 0 1 3 s z
#include "snippet.h"

#define KEEP __attribute__((noinline)) static

typedef struct {
    uint8_t a, b, c;
} Three;
typedef struct {
    uint64_t a, b;
} Pair;
typedef struct {
    uint32_t v[3];
    uint8_t tail;
} Odd;
typedef struct {
    uint64_t m[4][4];
} Matrix;

KEEP Three three(uint64_t v) { return (Three){(uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16)}; }
KEEP Pair pair(uint64_t a, uint64_t b) { return (Pair){b, a}; }
KEEP Odd odd(uint64_t a, Three t) {
    return (Odd){{(uint32_t)a, (uint32_t)(a >> 32), t.a}, (uint8_t)(t.b + t.c)};
}
KEEP Matrix matrix(uint64_t seed) {
    Matrix m;
    for (unsigned i = 0; i < 16; ++i) m.m[i / 4][i % 4] = seed = seed * 6364136223846793005u + i;
    return m;
}
KEEP Matrix times(Matrix a, Matrix b) {
    Matrix m = {{{0}}};
    for (unsigned i = 0; i < 64; ++i)
        m.m[i / 16][i % 4] += a.m[i / 16][i / 4 % 4] * b.m[i / 4 % 4][i % 4];
    return m;
}
KEEP Pair chosen(_Bool first, uint64_t a, uint64_t b) {
    if (first) return pair(a, b);
    return pair(b, pair(b, a).a);
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        uint64_t a = take64(&r), b = take64(&r);
        Three t = three(a);
        put(&s, t.a | (uint64_t)t.b << 8 | (uint64_t)t.c << 16);
        Pair p = chosen(a & 1, a, b);
        put(&s, p.a * 3 + p.b);
        Odd o = odd(b, t);
        put(&s, o.v[0] ^ (uint64_t)o.v[1] << 20 ^ (uint64_t)o.v[2] << 40 ^ o.tail);
        Matrix m = times(matrix(a), times(matrix(b), matrix(a)));
        for (unsigned i = 0; i < 16; ++i) put(&s, m.m[i / 4][i % 4]);
    }
    return s.count;
}

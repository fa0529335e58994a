#include "snippet.h"

#define KEEP __attribute__((noinline)) static

typedef struct {
    uint8_t tag;
    uint16_t half;
    struct {
        uint32_t words[3];
        struct {
            uint64_t deep;
            uint8_t bytes[5];
        } inner;
    } nested;
} Nested;
typedef struct {
    uint64_t words[40];
} Big;
typedef struct {
    uint8_t one;
} One;
typedef struct {
    char nothing[0];
} Empty;

KEEP uint64_t look(Nested n, One o, Empty e) {
    (void)e;
    n.nested.words[1] += o.one;
    n.nested.inner.bytes[4] ^= n.tag;
    uint64_t sum = n.half + n.nested.inner.deep;
    for (unsigned i = 0; i < 3; ++i) sum = sum * 31 + n.nested.words[i];
    for (unsigned i = 0; i < 5; ++i) sum = sum * 31 + n.nested.inner.bytes[i];
    return sum;
}
KEEP Big changed(Big b, uint64_t by, Nested n) {
    for (unsigned i = 0; i < 40; ++i) b.words[i] = b.words[i] * 3 + by + n.half;
    return b;
}
KEEP uint64_t total(Big b) {
    uint64_t sum = 0;
    for (unsigned i = 0; i < 40; ++i) sum = (sum ^ b.words[i]) * 1099511628211u;
    b.words[0] = 0;
    return sum + b.words[0];
}
KEEP uint64_t two(Big a, uint64_t x, Big b) { return total(a) + x * total(b); }

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    Big big = {{size, 1, 2, 3}};
    while (r.at < r.end) {
        Nested n = {
            take8(&r), take16(&r), {{take32(&r), take32(&r), 7}, {take64(&r), {1, 2, 3, 4, 5}}}};
        put(&s, look(n, (One){(uint8_t)n.half}, (Empty){{}}));
        put(&s, look(n, (One){0}, (Empty){{}}));
        Big other = changed(big, n.nested.inner.deep, n);
        put(&s, two(big, n.tag, other));
        big = other;
    }
    return total(big);
}

// levels: 0 2 z
#include "snippet.h"

#define KEEP __attribute__((noinline)) static

KEEP uint64_t down(uint64_t depth, uint64_t v) {
    volatile uint64_t local = v * depth;
    if (depth == 0) return v;
    uint64_t below = down(depth - 1, v + depth);
    return below * 31 + local;
}
KEEP uint64_t fibonacci(uint64_t n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
KEEP uint64_t ackermann(uint64_t m, uint64_t n) {
    if (m == 0) return n + 1;
    if (n == 0) return ackermann(m - 1, 1);
    return ackermann(m - 1, ackermann(m, n - 1));
}
static _Bool is_odd(uint64_t n);
KEEP _Bool is_even(uint64_t n) { return n == 0 ? 1 : is_odd(n - 1); }
KEEP _Bool is_odd(uint64_t n) { return n == 0 ? 0 : is_even(n - 1); }
KEEP uint64_t sum_of(const uint8_t* bytes, uint64_t size) {
    if (size == 0) return 0;
    if (size == 1) return *bytes;
    return sum_of(bytes, size / 2) * 3 + sum_of(bytes + size / 2, size - size / 2);
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    for (unsigned i = 0; i < 4; ++i) {
        uint64_t v = take64(&r);
        put(&s, down(v % 61, v));
        put(&s, fibonacci(v % 13));
        put(&s, ackermann(v & 1, v % 7));
        put(&s, is_even(v % 50) | (uint64_t)is_odd(v % 23) << 1);
    }
    put(&s, down(60, size));
    return sum_of(in, size);
}

#include "snippet.h"

#define KEEP __attribute__((noinline)) static

KEEP uint64_t large(const uint8_t* in, uint64_t size) {
    uint8_t bytes[3900];
    for (unsigned i = 0; i < sizeof bytes; ++i)
        bytes[i] = (uint8_t)(i * 7 + (size ? in[i % size] : 3));
    uint64_t sum = 0;
    for (unsigned i = 0; i < sizeof bytes; i += 13) sum = sum * 31 + bytes[i];
    return sum;
}
KEEP uint64_t whole(uint64_t seed) {
    uint64_t words[504];
    for (unsigned i = 0; i < 504; ++i)
        words[i] = seed = seed * 6364136223846793005u + 1442695040888963407u;
    return words[seed % 504] + words[(seed >> 20) % 504] + words[503] + words[0];
}
KEEP uint64_t several(uint64_t v) {
    uint32_t a[100], b[10][20];
    uint16_t c[500];
    for (unsigned i = 0; i < 100; ++i) a[i] = (uint32_t)v * i;
    for (unsigned i = 0; i < 200; ++i) b[i / 20][i % 20] = a[i % 100] ^ i;
    for (unsigned i = 0; i < 500; ++i) c[i] = (uint16_t)(b[i % 10][i % 20] + a[i % 97]);
    return c[v % 500] + (uint64_t)b[v % 10][v % 20] * a[v % 100];
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    put(&s, large(in, size));
    for (unsigned i = 0; i < 4; ++i) {
        uint64_t v = take64(&r);
        put(&s, whole(v));
        put(&s, several(v));
    }
    return s.count;
}

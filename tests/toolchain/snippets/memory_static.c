// levels: 0 1 3 s z
#include "snippet.h"

#define CHECK_COPY(n)                                      \
    do {                                                   \
        __builtin_memset(to, 0x5a, sizeof to);             \
        __builtin_memcpy(to + (n & 7), from + (n & 3), n); \
        put(s, digest(to, sizeof to));                     \
        __builtin_memmove(to + 2, to + (n & 15), n);       \
        put(s, digest(to, sizeof to));                     \
        __builtin_memset(to + 1, (int)from[0], n);         \
        put(s, digest(to, sizeof to));                     \
    } while (0)

__attribute__((noinline)) static uint64_t digest(const uint8_t* bytes, uint64_t size) {
    uint64_t h = 1;
    for (uint64_t i = 0; i < size; ++i) h = h * 31 + bytes[i];
    return h;
}

__attribute__((noinline)) static void copy_all(Sink* s, const uint8_t* from) {
    uint8_t to[320];
    CHECK_COPY(0);
    CHECK_COPY(1);
    CHECK_COPY(7);
    CHECK_COPY(8);
    CHECK_COPY(15);
    CHECK_COPY(31);
    CHECK_COPY(64);
    CHECK_COPY(65);
    CHECK_COPY(128);
    CHECK_COPY(129);
    CHECK_COPY(256);
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    uint8_t from[264];
    for (unsigned i = 0; i < sizeof from; ++i) from[i] = (uint8_t)((size ? in[i % size] : 9) + i);
    copy_all(&s, from);
    return s.count;
}

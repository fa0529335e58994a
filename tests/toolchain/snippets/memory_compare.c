#include "snippet.h"

static uint64_t sign(int v) { return v < 0 ? 1 : v > 0 ? 2 : 0; }

typedef struct {
    uint8_t bytes[32];
} Key;

static _Bool equal(const Key* a, const Key* b) { return memcmp(a, b, sizeof *a) == 0; }

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    uint8_t copy[256] = {0};
    memcpy(copy, in, size);
    for (uint64_t i = 0; i < size; ++i) {
        put(&s, sign(memcmp(in, copy + i, size - i)));
        put(&s, sign(memcmp(copy, in + i, (size - i) & 7)));
        put(&s, sign(__builtin_memcmp(in + i, copy + size - 1 - i, 1)));
        copy[i] ^= in[i] & 1;
        put(&s, (uint64_t)__builtin_bcmp(in, copy, i) != 0);
        if (i + 64 < size) put(&s, equal((const Key*)(in + i), (const Key*)(copy + i + 32)));
    }
    put(&s, sign(memcmp(in, copy, 0)));
    put(&s, strlen("counted") + strlen((const char*)copy + (size & 3)));
    return s.count;
}

// levels: 0 1 3 s z
#include "snippet.h"

static void divide(Sink* s, int32_t a, int32_t b) {
    if (b == 0) b = -5;
    if (a == INT32_MIN && b == -1) b = 1;
    put(s, (uint64_t)(a / b));
    put(s, (uint64_t)(a % b));
    put(s, (uint32_t)a / (uint32_t)b);
    put(s, (uint32_t)a % (uint32_t)b);
    put(s, (uint64_t)(a / 10) + (uint64_t)(a % 60));
    put(s, (uint64_t)(int64_t)(a / -3) ^ (uint64_t)(a % 32));
    put(s, (uint32_t)a / 1000003u + (uint32_t)a % 17u);
    put(s, (uint64_t)((int64_t)a * b / 12345));
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        int32_t a = (int32_t)take32(&r), b = (int32_t)take32(&r);
        divide(&s, a, b);
        divide(&s, b, a);
        divide(&s, a, b >> 20);
    }
    return s.count;
}

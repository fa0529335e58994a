// levels: 0 1 3 s z
#include "snippet.h"

static void divide(Sink* s, int64_t a, int64_t b) {
    if (b == 0) b = 3;
    if (a == INT64_MIN && b == -1) b = -2;
    put(s, (uint64_t)(a / b));
    put(s, (uint64_t)(a % b));
    put(s, (uint64_t)a / (uint64_t)b);
    put(s, (uint64_t)a % (uint64_t)b);
    put(s, (uint64_t)(a / 7 + a % 1000));
    put(s, (uint64_t)(a / -16) ^ (uint64_t)(a % -16));
    put(s, (uint64_t)(a / 1000000007) - (uint64_t)(a % 8));
    put(s, (uint64_t)a / 10 + (uint64_t)a % 641);
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        int64_t a = (int64_t)take64(&r), b = (int64_t)take64(&r);
        divide(&s, a, b);
        divide(&s, b, a);
        divide(&s, a, (int16_t)b);
        divide(&s, a, a);
    }
    return s.count;
}

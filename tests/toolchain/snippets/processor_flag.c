// flags: -mcpu=v4
#include "snippet.h"

// The lowering compiles for the one processor whose instructions mean the same to sBPF.
uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        uint32_t a = take32(&r), b = take32(&r);
        put(&s, (uint64_t)(a + b) + (uint64_t)(a * b) * 3 + (a - b));
        put(&s, a < b ? a : (uint64_t)(int32_t)b);
        put(&s, __builtin_bswap32(a) + (uint64_t)((int32_t)a / (int32_t)(b & 0xff | 1)));
    }
    return s.count;
}

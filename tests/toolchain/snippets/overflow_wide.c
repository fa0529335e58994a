#include "snippet.h"

typedef unsigned __int128 u128;
typedef __int128 i128;

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    uint64_t flags = 0;
    while (r.at < r.end) {
        u128 a = take128(&r), b = take128(&r), unsigned_result;
        i128 signed_result;
        unsigned cut = take8(&r) & 127;
        a >>= cut;
        flags = flags * 2 + __builtin_add_overflow(a, b, &unsigned_result);
        put128(&s, unsigned_result);
        flags = flags * 2 + __builtin_sub_overflow(a, b, &unsigned_result);
        put128(&s, unsigned_result);
        flags = flags * 2 + __builtin_mul_overflow(a, b, &unsigned_result);
        put128(&s, unsigned_result);
        flags = flags * 2 + __builtin_mul_overflow((uint64_t)a, b >> 70, &unsigned_result);
        put128(&s, unsigned_result);
        flags = flags * 2 + __builtin_add_overflow((i128)a, (i128)b, &signed_result);
        put128(&s, (u128)signed_result);
        flags = flags * 2 + __builtin_sub_overflow((i128)a, (i128)b, &signed_result);
        put128(&s, (u128)signed_result);
        flags = flags * 2 + __builtin_mul_overflow((i128)a, (i128)b, &signed_result);
        put128(&s, (u128)signed_result);
        flags = flags * 2 + __builtin_mul_overflow((i128)a, (i128)(int8_t)b, &signed_result);
        put128(&s, (u128)signed_result);
    }
    return flags;
}

// levels: 0 1 3 s z
#include "snippet.h"

#define KEEP __attribute__((noinline)) static

KEEP uint64_t dense(uint64_t v, uint64_t a) {
    switch (v) {
        case 0:
            return a;
        case 1:
            return a * 3;
        case 2:
            a += 5; /* fall through */
        case 3:
            return a ^ 0xff;
        case 4:
            return a / 7;
        case 5:
            return a - 1;
        case 6:
            return ~a;
        case 7:
            return a << 3;
        case 8:
            return a % 11;
        default:
            return 1234;
    }
}
KEEP uint64_t looked_up(uint8_t v) {
    switch (v) {
        case 10:
            return 3;
        case 11:
            return 1;
        case 12:
            return 4;
        case 13:
            return 1;
        case 14:
            return 5;
        case 15:
            return 9;
        case 16:
            return 2;
        case 17:
            return 6;
        case 18:
            return 0x123456789abcdef;
        default:
            return 7;
    }
}
KEEP const char* named(uint32_t v) {
    switch (v) {
        case 0:
            return "zero";
        case 1:
            return "one";
        case 2:
            return "two";
        case 3:
            return "three";
        case 4:
            return "four";
        default:
            return "many";
    }
}
KEEP uint64_t sparse(int64_t v) {
    switch (v) {
        case -1000000:
            return 1;
        case -1:
            return 2;
        case 0:
            return 3;
        case 17:
            return 4;
        case 99999:
            return 5;
        case 0x7fffffffffffffff:
            return 6;
        case 255:
            return 7;
        case 300 ... 400:
            return 8;
        default:
            return v < 0 ? 9 : 10;
    }
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    static const int64_t odd_ones[] = {-1000000, -1, 17, 99999, 0x7fffffffffffffff, 300, 401};
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        uint32_t v = take32(&r);
        put(&s, dense(v % 11, v));
        put(&s, looked_up((uint8_t)(v % 24)));
        put(&s, (uint64_t)named(v % 7)[2]);
        put(&s, sparse((int32_t)v));
        put(&s, sparse(odd_ones[v % 7]));
    }
    return s.count;
}

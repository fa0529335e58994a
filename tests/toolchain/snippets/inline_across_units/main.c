#define UNIT 1
#include "shared.h"
#include "snippet.h"

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        uint64_t v = take64(&r);
        put(&s, helped(v) + own_table[v % 3]);
        put(&s, other(v));
        put(&s, (uint64_t)strcmp(own_name, other_name()));
    }
    return s.count;
}

int strcmp(const char* a, const char* b) {
    while (*a && *a == *b) ++a, ++b;
    return (uint8_t)*a - (uint8_t)*b;
}

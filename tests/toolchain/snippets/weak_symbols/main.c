#include "snippet.h"

// Overridden in the other unit.
__attribute__((weak)) uint64_t factor(uint64_t v) { return v * 2; }
__attribute__((weak)) const uint64_t limit = 10;
// Not overridden.
__attribute__((weak)) uint64_t offset(uint64_t v) { return v + 7; }
// Not defined anywhere.
__attribute__((weak)) extern uint64_t absent(uint64_t v);

uint64_t strong(uint64_t v);

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        uint64_t v = take64(&r);
        put(&s, factor(v));
        put(&s, offset(v) + limit);
        put(&s, strong(v));
        put(&s, absent ? absent(v) : 5);
    }
    return s.count;
}

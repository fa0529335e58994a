// levels: 0 1
// ends: divide by zero
#include "snippet.h"

__attribute__((noinline)) static uint64_t over(uint64_t a, volatile uint64_t* b) { return a / *b; }

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    volatile uint64_t zero = 0;
    (void)in;
    out[0] = 1;
    return over(size, &zero);
}

// ends: Access violation
#include "snippet.h"

static const uint64_t table[4] = {1, 2, 3, 4};

__attribute__((noinline)) static void set(const uint64_t* at, uint64_t v) {
    *(volatile uint64_t*)(uintptr_t)at = v;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    (void)in;
    set(&table[size & 3], size);
    out[0] = (uint8_t)table[1];
    return 0;
}

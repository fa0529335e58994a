// ends: SBF program Panicked in panic.c at
#include "snippet.h"

void sol_panic_(const char* file, uint64_t length, uint64_t line, uint64_t column);

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    static const char file[] = __FILE__;
    (void)in;
    out[0] = 1;
    if (size < 1000) sol_panic_(file, sizeof file - 1, __LINE__, 5);
    return 0;
}

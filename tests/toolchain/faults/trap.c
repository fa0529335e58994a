// ends: SBF program panicked
#include "snippet.h"

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    if (size < 1000) __builtin_trap();
    out[0] = in[0];
    return 0;
}

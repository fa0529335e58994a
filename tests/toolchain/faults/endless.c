// ends: exceeded CUs meter at BPF instruction
#include "snippet.h"

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    volatile uint64_t count = size;
    (void)in;
    while (count + 1) count |= 1;
    return out[0];
}

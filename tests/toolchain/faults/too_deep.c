// ends: exceeded max BPF to BPF call depth
#include "snippet.h"

__attribute__((noinline)) static uint64_t down(uint64_t depth, const uint8_t* in) {
    volatile uint64_t local = depth;
    return depth ? down(depth - 1, in) * 3 + local : 1;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    out[0] = 1;
    return down(70 + size, in);
}

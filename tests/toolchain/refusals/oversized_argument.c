// expect: oversized_argument.c:9: error: in function changed: the local 'large' of 5000 bytes doesn't fit in a stack frame of 4096; put it on the heap or in an account
// expect: oversized_argument.c:14: error: in function entrypoint: the local 'large.i' of 5000 bytes doesn't fit in a stack frame of 4096; put it on the heap or in an account
#include <stdint.h>

typedef struct {
    uint8_t bytes[5000];
} Large;

uint64_t changed(Large large, uint64_t at) {
    large.bytes[at] += 1;
    return large.bytes[0] + large.bytes[4999 - at];
}

uint64_t entrypoint(const Large* input) { return changed(*input, input->bytes[1]); }

// expect: alloca.c:5:21: error: in function entrypoint: a local array's size must be known when compiling: neither variable-length arrays nor alloca can be used on chain
#include <stdint.h>

uint64_t entrypoint(const uint8_t* input) {
    uint8_t* copy = __builtin_alloca(input[0] + 1u);
    for (uint64_t i = 0; i <= input[0]; ++i) copy[i] = input[i];
    return copy[input[1] % (input[0] + 1)] + copy[input[2] % (input[0] + 1)];
}

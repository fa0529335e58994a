// expect: variable_length_array.c:5:5: error: in function entrypoint: a local array's size must be known when compiling: neither variable-length arrays nor alloca can be used on chain
#include <stdint.h>

uint64_t entrypoint(const uint8_t* input) {
    uint8_t copy[input[0] + 1];
    for (uint64_t i = 0; i < sizeof copy; ++i) copy[i] = input[i];
    return copy[input[1] % sizeof copy] + copy[input[2] % sizeof copy];
}

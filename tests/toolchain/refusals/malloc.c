// expect: malloc.c:7: error: in function entrypoint: undefined symbol malloc; there is no heap by default: use static sizes, an account's data, or Heap of <sol/heap.hpp>
// expect: malloc.c:8: error: in function entrypoint: undefined symbol free; there is no heap by default: use static sizes, an account's data, or Heap of <sol/heap.hpp>
#include <stdint.h>
#include <stdlib.h>

uint64_t entrypoint(const uint8_t* input) {
    uint8_t* bytes = malloc(input[0]);
    free(bytes);
    return bytes != 0;
}

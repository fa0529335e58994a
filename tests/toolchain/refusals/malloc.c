// expect: malloc.c:7: error: in function entrypoint: undefined symbol malloc; there is no heap: use static sizes or the account's data
// expect: malloc.c:8: error: in function entrypoint: undefined symbol free; there is no heap: use static sizes or the account's data
#include <stdint.h>
#include <stdlib.h>

uint64_t entrypoint(const uint8_t* input) {
    uint8_t* bytes = malloc(input[0]);
    free(bytes);
    return bytes != 0;
}

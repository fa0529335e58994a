// expect: printf.c:6: error: in function entrypoint: undefined symbol printf; log with sol_log_
#include <stdint.h>
#include <stdio.h>

uint64_t entrypoint(const uint8_t* input) {
    printf("first byte: %d\n", input[0]);
    return 0;
}

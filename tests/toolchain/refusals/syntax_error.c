// expect: syntax_error.c:4:70: error: expected ';' at end of declaration
#include <stdint.h>

uint64_t entrypoint(const uint8_t* input) { uint64_t value = input[0] return valu; }

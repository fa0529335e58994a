// expect: duplicate_symbol/second.c: error: duplicate symbol helper: duplicate_symbol/first.c defines it, too
#include <stdint.h>

uint64_t helper(uint64_t v) { return v + 1; }

uint64_t entrypoint(const uint8_t* input) { return helper(input[0]); }

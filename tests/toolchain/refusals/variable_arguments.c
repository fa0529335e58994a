// expect: variable_arguments.c:5: error: in function sum: functions with '...' can't be used on chain
#include <stdarg.h>
#include <stdint.h>

static uint64_t sum(unsigned count, ...) {
    va_list rest;
    va_start(rest, count);
    uint64_t out = 0;
    while (count--) out += va_arg(rest, uint64_t);
    va_end(rest);
    return out;
}

uint64_t entrypoint(const uint8_t* input) { return sum(2, (uint64_t)input[0], (uint64_t)input[1]); }

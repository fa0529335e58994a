// expect: double_arithmetic.c:6:69: error: in function entrypoint: floating point can't be used on chain; use integers or fixed-point numbers
#include <stdint.h>

static double scaled(double value) { return value * 1.5; }

uint64_t entrypoint(const uint8_t* input) { return (uint64_t)scaled(input[0]); }

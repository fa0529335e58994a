// expect: bit_int.c:4:30: error: _BitInt is not supported on this target
#include <stdint.h>

uint64_t entrypoint(unsigned _BitInt(37) * v) { return (uint64_t)*v; }

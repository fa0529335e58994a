#include <stdint.h>

uint64_t helper(uint64_t v) { return v + 2; }

#include <stdint.h>

extern const uint64_t limit;
__attribute__((weak)) uint64_t offset(uint64_t v) { return v + 9; }

uint64_t factor(uint64_t v) { return v * 3; }
const uint64_t limit = 20;
uint64_t strong(uint64_t v) { return offset(v) ^ limit; }

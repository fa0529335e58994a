#include <stdint.h>

static uint64_t total;

__attribute__((noinline)) uint64_t counted(uint64_t v) { return total += v; }

#pragma once

#include <stdint.h>

/// Each unit has its own of these.
__attribute__((noinline)) static inline uint64_t helped(uint64_t v) { return UNIT * 1000 + v; }
static const uint64_t own_table[3] = {UNIT, UNIT * 2, UNIT * 3};
static const char own_name[] = "the same in both";

uint64_t other(uint64_t v);
const char* other_name(void);

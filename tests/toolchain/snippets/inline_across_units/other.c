#define UNIT 7
#include "shared.h"

uint64_t other(uint64_t v) { return helped(v) ^ own_table[v >> 3 & 1]; }
const char* other_name(void) { return own_name; }

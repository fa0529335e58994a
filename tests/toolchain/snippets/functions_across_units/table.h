#pragma once

#include <stdint.h>

typedef struct {
    uint64_t sum;
    uint32_t parts[4];
} Report;
typedef Report (*Reporter)(uint64_t a, uint32_t b, uint8_t c, uint64_t d, uint16_t e, uint64_t f,
                           const Report* g);

typedef struct {
    const char* name;
    Reporter report;
} Row;

extern const Row rows[3];
extern const Row* const order[5];

Report through(Reporter reporter, Report before, uint64_t v);
unsigned __int128 wide(unsigned __int128 a, unsigned __int128 b, unsigned __int128 c);

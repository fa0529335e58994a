#include "table.h"

static Report sums(uint64_t a, uint32_t b, uint8_t c, uint64_t d, uint16_t e, uint64_t f,
                   const Report* g) {
    return (Report){a + b + c + d + e + f + g->sum, {b, c, e, g->parts[0]}};
}
static Report mixes(uint64_t a, uint32_t b, uint8_t c, uint64_t d, uint16_t e, uint64_t f,
                    const Report* g) {
    return (Report){a ^ b * 3ull ^ c ^ d * 5 ^ e ^ f ^ g->sum, {g->parts[3], b, c, e}};
}
static Report keeps(uint64_t a, uint32_t b, uint8_t c, uint64_t d, uint16_t e, uint64_t f,
                    const Report* g) {
    (void)b, (void)d, (void)e;
    Report out = *g;
    out.parts[a & 3] += c;
    out.sum -= f;
    return out;
}

const Row rows[3] = {{"sums", sums}, {"mixes", mixes}, {"keeps", keeps}};
const Row* const order[5] = {&rows[2], &rows[0], &rows[1], &rows[0], &rows[2]};

Report through(Reporter reporter, Report before, uint64_t v) {
    before.sum += 1;
    return reporter(v, 1, 2, v * v, 4, 5, &before);
}

unsigned __int128 wide(unsigned __int128 a, unsigned __int128 b, unsigned __int128 c) {
    return a * b + c;
}

#include "snippet.h"

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    uint32_t grid[12][12] = {{0}};
    for (uint64_t i = 0; i < size; ++i) grid[in[i] % 12][(in[i] >> 4) % 12] += in[i];
    for (int i = 11; i >= 0; --i) {
        for (int j = 0; j < 12; j += 1 + (int)(grid[i][j] & 1)) {
            if (i == j) continue;
            for (int k = i; k < 12 && k < j + 3; ++k) {
                if (grid[k][j] > 5000) goto next;
                grid[i][j] += grid[k][i] ^ (uint32_t)(k * j);
                if (grid[i][j] % 7 == 3) break;
            }
        }
    next:
        put(&s, grid[i][11 - i]);
    }
    unsigned steps = 0;
    for (uint64_t v = size + 27; v != 1 && steps < 200; ++steps) v = v & 1 ? v * 3 + 1 : v / 2;
    int64_t down = 5;
    do put(&s, (uint64_t)down * grid[down + 5][1]);
    while (down-- > -5);
    for (uint8_t wraps = 250; wraps != 3; ++wraps) put(&s, wraps);
    return steps;
}

#include "snippet.h"

/// Bytes as they are, or copies of what came before, as LZ compressors do it.
static uint64_t compress(const uint8_t* in, uint64_t size, uint8_t* to) {
    uint64_t used = 0;
    for (uint64_t at = 0; at < size;) {
        uint64_t best = 0, distance = 0;
        for (uint64_t d = 1; d <= at && d < 64; ++d) {
            uint64_t n = 0;
            while (at + n < size && n < 60 && in[at + n] == in[at + n - d]) ++n;
            if (n > best) best = n, distance = d;
        }
        if (best < 3) {
            to[used++] = 0;
            to[used++] = in[at++];
        } else {
            to[used++] = (uint8_t)best;
            to[used++] = (uint8_t)distance;
            at += best;
        }
    }
    return used;
}

static uint64_t expand(const uint8_t* in, uint64_t size, uint8_t* to) {
    uint64_t used = 0;
    for (uint64_t at = 0; at < size; at += 2) {
        if (in[at] == 0) to[used++] = in[at + 1];
        for (uint64_t n = in[at]; n > 0; --n, ++used) to[used] = to[used - in[at + 1]];
    }
    return used;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    uint8_t plain[240], packed[480], back[240];
    for (uint64_t i = 0; i < size; ++i) plain[i] = in[i] & (i % 32 < 20 ? 3 : 255);
    uint64_t used = compress(plain, size, packed);
    for (uint64_t i = 0; i < used; ++i) put(&s, packed[i]);
    uint64_t length = expand(packed, used, back);
    return (length == size && memcmp(plain, back, size) == 0) * 1000 + used;
}

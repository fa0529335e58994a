#include "snippet.h"

static uint32_t bitwise(const uint8_t* in, uint64_t size) {
    uint32_t c = ~0u;
    for (uint64_t i = 0; i < size; ++i) {
        c ^= in[i];
        for (int bit = 0; bit < 8; ++bit) c = c >> 1 ^ (0xedb88320u & -(c & 1));
    }
    return ~c;
}
static uint32_t by_nibbles(const uint8_t* in, uint64_t size) {
    static const uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
                                       0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                       0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                       0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    uint32_t c = ~0u;
    for (uint64_t i = 0; i < size; ++i) {
        c = table[(c ^ in[i]) & 15] ^ c >> 4;
        c = table[(c ^ in[i] >> 4) & 15] ^ c >> 4;
    }
    return ~c;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    for (uint64_t n = 1; n <= size; n += 29) put(&s, by_nibbles(in, n));
    put(&s, bitwise(in, size) == by_nibbles(in, size));
    return bitwise(in, size);
}

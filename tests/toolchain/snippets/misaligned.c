// levels: 0 3
#include "snippet.h"

static uint64_t load64(const uint8_t* at) {
    uint64_t v;
    memcpy(&v, at, sizeof v);
    return v;
}
static uint32_t load32(const uint8_t* at) {
    uint32_t v;
    __builtin_memcpy(&v, at, sizeof v);
    return v;
}
static uint16_t load16(const uint8_t* at) { return (uint16_t)(at[0] | at[1] << 8); }
static uint32_t load_big(const uint8_t* at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}
static void store64(uint8_t* at, uint64_t v) { memcpy(at, &v, sizeof v); }

typedef struct __attribute__((packed)) {
    uint64_t v;
} Loose;

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    uint8_t bytes[300] = {0};
    for (uint64_t i = 0; i + 8 <= size; i += 3) {
        put(&s, load64(in + i));
        put(&s, load32(in + i) ^ (uint64_t)load16(in + i + 5) << 32);
        put(&s, load_big(in + i + 1));
        store64(bytes + i, load64(in + i) * 3);
        ((Loose*)(bytes + i + 1))->v ^= ((const Loose*)(in + i))->v;
        *(uint8_t*)(bytes + i) += 1;
    }
    for (uint64_t i = 0; i + 8 < sizeof bytes; i += 7) put(&s, load64(bytes + i));
    return s.count;
}

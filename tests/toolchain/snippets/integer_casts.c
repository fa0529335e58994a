// levels: 0 1 3 s z
#include "snippet.h"

static void cast_all(Sink* s, uint64_t v) {
    put(s, (uint64_t)(int8_t)v);
    put(s, (uint64_t)(int16_t)v);
    put(s, (uint64_t)(int32_t)v);
    put(s, (uint8_t)v);
    put(s, (uint16_t)v);
    put(s, (uint32_t)v);
    put(s, (uint64_t)(int64_t)(int8_t)(uint8_t)(v >> 13));
    put(s, (uint32_t)(int8_t)(v >> 7));
    put(s, (uint16_t)(int8_t)(v >> 21));
    put(s, (uint64_t)(int32_t)(uint32_t)(int16_t)(v >> 40));
    put(s, (_Bool)(v & 0xff00));
    put(s, (uint64_t)((int8_t)v < (int16_t)(v >> 8)) << 1 | ((uint8_t)v < (uint16_t)(v >> 8)));
    put(s, (uint64_t)((int32_t)v < 0) | (uint64_t)((int64_t)v < (int32_t)v) << 1);
    put(s, (uint32_t)v < (uint64_t)(v >> 32));
    put128(s, (unsigned __int128)(__int128)(int64_t)v);
    put128(s, (unsigned __int128)(__int128)(int8_t)v >> 60);
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    uint64_t sum = 0;
    while (r.at < r.end) {
        uint64_t v = take64(&r);
        cast_all(&s, v);
        sum += (uint64_t)(int32_t)((uint32_t)v + (uint32_t)(v >> 32));
        sum ^= (uint64_t)(uint32_t)((uint32_t)v - (uint32_t)(v >> 32)) << 3;
        sum += (uint64_t)((int16_t)v >> 3) + ((uint32_t)v * 2654435761u >> 5);
    }
    return sum;
}

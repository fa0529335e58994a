// levels: 0 3 z
#include "snippet.h"

static uint64_t digest(const uint8_t* bytes, uint64_t size) {
    uint64_t h = 1;
    for (uint64_t i = 0; i < size; ++i) h = h * 31 + bytes[i];
    return h;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    uint8_t bytes[256];
    for (unsigned i = 0; i < sizeof bytes; ++i) bytes[i] = (uint8_t)i;
    memcpy(bytes, in, size);
    while (r.at < r.end) {
        uint64_t to = take8(&r) & 127, from = take8(&r) & 127, count = take8(&r) & 127;
        if (count < 30) count = 0;
        memmove(bytes + to, bytes + from, count);
        put(&s, digest(bytes, sizeof bytes));
        if (from + count <= to || to + count <= from) memcpy(bytes + to, bytes + from, count);
        __builtin_memmove(bytes + from, bytes + to, count & 15);
        memset(bytes + from, (int)to, count / 3);
        put(&s, digest(bytes, sizeof bytes));
    }
    memcpy(bytes, bytes, 0);
    return digest(bytes, sizeof bytes);
}

// levels: 0 1 3 s z
#include "snippet.h"

typedef struct __attribute__((packed)) {
    uint8_t tag;
    uint64_t a;
    uint16_t b;
    unsigned __int128 c;
    uint32_t d;
    struct __attribute__((packed)) {
        uint8_t flag;
        int64_t balance;
    } rows[3];
} Record;

_Static_assert(sizeof(Record) == 58, "");

__attribute__((noinline)) static uint64_t update(Record* r, uint64_t v) {
    r->tag = (uint8_t)v;
    r->a += v;
    r->b = (uint16_t)(r->b * 5 + v);
    r->c = r->c * v + r->a;
    r->d ^= (uint32_t)(v >> 7);
    r->rows[v % 3].flag |= (uint8_t)(1 << (v & 7));
    r->rows[v % 3].balance = (int64_t)((uint64_t)r->rows[v % 3].balance - v);
    return r->a ^ r->b ^ (uint64_t)(r->c >> 64) ^ r->d;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    uint8_t bytes[256];
    memset(bytes, 0, sizeof bytes);
    while (r.at < r.end) {
        uint64_t v = take64(&r);
        Record* record = (Record*)(bytes + (v & 63));
        put(&s, update(record, v));
        Record copy = *record;
        put(&s, (uint64_t)copy.rows[2].balance + copy.rows[1].flag);
    }
    for (unsigned i = 0; i < sizeof bytes; ++i) put(&s, bytes[i]);
    return s.count;
}

#include "snippet.h"

typedef union {
    uint64_t whole;
    uint32_t halves[2];
    uint16_t quarters[4];
    uint8_t bytes[8];
    struct {
        int8_t first;
        uint8_t : 8;
        int16_t second;
        int32_t third;
    } parts;
} Word;

typedef struct {
    enum { number, text, pair } kind;
    union {
        uint64_t number;
        char text[12];
        struct {
            uint32_t a, b;
        };
    };
} Value;

static uint64_t weigh(Value v) {
    switch (v.kind) {
        case number:
            return v.number;
        case text:
            return (uint64_t)v.text[0] + (uint64_t)v.text[11];
        case pair:
            return (uint64_t)v.a * v.b;
    }
    return 0;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    while (r.at < r.end) {
        Word word = {take64(&r)};
        put(&s, word.halves[1] ^ word.quarters[1] ^ word.bytes[6]);
        put(&s,
            (uint64_t)word.parts.first + (uint64_t)word.parts.second + (uint64_t)word.parts.third);
        word.quarters[2] = word.bytes[1];
        word.bytes[word.bytes[0] & 7] ^= 0x5a;
        put(&s, word.whole);
        Value value = {.kind = pair, .a = word.halves[0], .b = word.halves[1]};
        put(&s, weigh(value));
        value.kind = word.bytes[0] & 1 ? number : text;
        value.text[11] = (char)word.bytes[2];
        put(&s, weigh(value));
    }
    return s.count;
}

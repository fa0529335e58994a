// levels: 0 1 3 s z
#include "snippet.h"

typedef uint64_t (*Step)(uint64_t, uint64_t);
typedef struct {
    uint64_t a, b, c;
} Result;
typedef Result (*Many)(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);

static uint64_t add(uint64_t a, uint64_t b) { return a + b; }
static uint64_t subtract(uint64_t a, uint64_t b) { return a - b; }
static uint64_t multiply(uint64_t a, uint64_t b) { return a * b; }
static uint64_t mix(uint64_t a, uint64_t b) { return (a ^ b) * 0x9e3779b97f4a7c15u; }
static Result forth(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f) {
    return (Result){a + b, c ^ d, e - f};
}
static Result back(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f) {
    return (Result){f + e, d ^ c, b - a};
}

static const Step steps[] = {add, subtract, multiply, mix};
static const Many manys[2][2] = {{forth, back}, {back, forth}};
static const struct {
    const char* name;
    Step step;
    const struct {
        Many many;
        uint64_t factor;
    } nested;
} entries[] = {{"one", add, {forth, 3}}, {"two", mix, {back, 5}}, {"three", subtract, {back, 7}}};

static Step chosen(uint64_t by) { return by & 4 ? steps[by & 3] : entries[by % 3].step; }

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    uint64_t state = 1;
    while (r.at < r.end) {
        uint64_t by = take8(&r), v = take32(&r);
        state = steps[by & 3](state, v);
        Result one = manys[by & 1][by >> 1 & 1](state, v, by, 4, 5, 6);
        Result two = entries[by % 3].nested.many(by, v, state, v, by, state);
        put(&s, one.a ^ one.b * 3 ^ one.c * 5);
        put(&s, (two.a + two.b + two.c) * entries[by % 3].nested.factor +
                    (uint64_t)*entries[v % 3].name);
        Step step = chosen(by);
        state = step(state, by) + (step == add ? 1000 : 0);
    }
    return state;
}

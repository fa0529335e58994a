#include "snippet.h"

typedef struct Visitor {
    void (*enter)(struct Visitor* self, uint64_t kind, uint64_t a, uint64_t b, uint64_t c,
                  uint64_t d);
    uint64_t (*leave)(struct Visitor*);
    void* context;
} Visitor;

typedef struct {
    Visitor base;
    uint64_t entered;
    Sink* sink;
} Counting;

static void count(Visitor* self, uint64_t kind, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
    Counting* counting = (Counting*)self;
    counting->entered += kind + 1;
    put(counting->sink, a ^ b * 3 ^ c * 5 ^ d * 7);
}
static uint64_t report(Visitor* self) {
    return ((Counting*)self)->entered * *(uint8_t*)self->context;
}

__attribute__((noinline)) static void walk(const uint8_t* in, uint64_t size, Visitor* visitor) {
    for (uint64_t i = 0; i + 4 < size; i += in[i] % 5 + 1)
        visitor->enter(visitor, in[i] & 3, in[i + 1], in[i + 2], in[i + 3], i);
}

typedef int (*Predicate)(uint8_t);
static int is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static int is_high(uint8_t c) { return c > 127; }
static Predicate predicate(unsigned which) {
    static const Predicate all[] = {is_digit, is_high, NULL};
    return all[which % 3];
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    uint8_t factor = 7;
    Counting counting = {{count, report, &factor}, 0, &s};
    walk(in, size, &counting.base);
    for (uint64_t i = 0; i < size; ++i) {
        Predicate is = predicate(in[i]);
        put(&s, is ? (uint64_t)is(in[i]) : 9);
    }
    return counting.base.leave(&counting.base);
}

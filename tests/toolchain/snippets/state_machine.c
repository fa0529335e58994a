#include "snippet.h"

/// Reads numbers, signs, words and strings out of text, one letter after the other.
enum State { idle, number, word, quoted, escaped, states };
enum Class { digit, letter, quote, backslash, space, other, classes };

static const uint8_t next[states][classes] = {
    [idle] = {number, word, quoted, idle, idle, idle},
    [number] = {number, word, quoted, idle, idle, idle},
    [word] = {word, word, quoted, idle, idle, idle},
    [quoted] = {quoted, quoted, idle, escaped, quoted, quoted},
    [escaped] = {quoted, quoted, quoted, quoted, quoted, quoted},
};

static enum Class class_of(uint8_t c) {
    if (c >= '0' && c <= '9') return digit;
    if ((c | 32) >= 'a' && (c | 32) <= 'z') return letter;
    if (c == '=' || c == '"') return quote;
    if (c == '-' || c == '\\') return backslash;
    return c <= ' ' ? space : other;
}

typedef struct {
    enum State state;
    uint64_t value;
    uint32_t tokens[states];
} Machine;

static void feed(Machine* m, uint8_t c) {
    enum State to = (enum State)next[m->state][class_of(c)];
    if (to == number) m->value = (m->state == number ? m->value * 10 : 0) + (uint64_t)(c - '0');
    if (to != m->state) ++m->tokens[to];
    m->state = to;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    Machine m = {idle, 0, {0}};
    for (uint64_t i = 0; i < size; ++i) {
        feed(&m, in[i]);
        put(&s, m.value * states + m.state);
    }
    for (unsigned i = 0; i < states; ++i) put(&s, m.tokens[i]);
    return m.value;
}

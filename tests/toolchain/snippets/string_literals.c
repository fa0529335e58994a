#include "snippet.h"

static const char* const names[] = {"", "one", "three hundred", "one", "naïve", "a\0b", "tail"};
static const char table[4][6] = {"alpha", "beta", "gamma", "x"};
static const wchar_t wide[] = L"wide €";
static const char long_text[] =
    "The linker keeps equal strings once, and tails of strings where it can; this one is longer "
    "than a register and is read at places that only the input knows.";

static uint64_t length(const char* text) {
    uint64_t n = 0;
    while (text[n]) ++n;
    return n;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    for (uint64_t i = 0; i < size; ++i) {
        const char* name = names[in[i] % 7];
        put(&s, length(name) * 256 + (uint8_t)name[0]);
        put(&s, (uint64_t)table[in[i] & 3][in[i] % 5]);
        put(&s, (uint64_t)long_text[in[i] % (sizeof long_text - 1)]);
        put(&s, (uint64_t)wide[in[i] % 6] + strlen("abc") + sizeof("a\0b"));
        put(&s, (uint64_t)(in[i] & 1 ? "even" : "odd")[2]);
    }
    return length(long_text);
}

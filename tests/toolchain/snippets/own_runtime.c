// native: -fno-sanitize=all
#include "snippet.h"

// A program may bring its own of what the SDK's runtime has.
__attribute__((noinline)) void* memcpy(void* to, const void* from, size_t size) {
    for (size_t i = 0; i < size; ++i) ((uint8_t*)to)[i] = ((const uint8_t*)from)[i];
    return to;
}
size_t strlen(const char* text) {
    size_t n = 0;
    while (text[n]) ++n;
    return n;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    uint8_t copy[256];
    memcpy(copy, in, size);
    memset(copy + size, 0, sizeof copy - size);
    memcpy(out, copy, 200);
    return strlen("eight...") + (uint64_t)(memcmp(copy, in, size) == 0);
}

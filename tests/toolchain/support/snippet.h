#pragma once

// What every snippet shares: its one function, a reader for its input, a place for its results, and
// on chain the entrypoint around it.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
#define SNIPPET_C extern "C"
#else
#define SNIPPET_C
#endif

enum { out_size = 256, out_words = out_size / 8 };

/// Computes something of `in`; writes up to out_size bytes, which are zeros before.
SNIPPET_C __attribute__((noinline)) uint64_t snippet(const uint8_t* in, uint64_t size,
                                                     uint8_t* out);

typedef struct {
    const uint8_t* at;
    const uint8_t* end;
} Reader;

/// The next bytes as a little-endian number; zeros behind the end.
static inline uint64_t take(Reader* r, unsigned bytes) {
    uint64_t value = 0;
    for (unsigned i = 0; i < bytes && r->at < r->end; ++i) value |= (uint64_t)*r->at++ << (8 * i);
    return value;
}
static inline uint64_t take64(Reader* r) { return take(r, 8); }
static inline uint32_t take32(Reader* r) { return (uint32_t)take(r, 4); }
static inline uint16_t take16(Reader* r) { return (uint16_t)take(r, 2); }
static inline uint8_t take8(Reader* r) { return (uint8_t)take(r, 1); }
__extension__ typedef unsigned __int128 Wide;  // no part of ISO C

static inline Wide take128(Reader* r) {
    uint64_t low = take64(r);
    return (Wide)take64(r) << 64 | low;
}

typedef struct {
    uint8_t* out;
    uint64_t count;
} Sink;

/// Any number of results: those behind the last word are mixed into the first ones.
static inline void put(Sink* s, uint64_t value) {
    uint8_t* at = s->out + s->count++ % out_words * 8;
    uint64_t word;
    memcpy(&word, at, 8);
    word = word * 0x9e3779b97f4a7c15u + value;
    memcpy(at, &word, 8);
}
static inline void put128(Sink* s, Wide value) {
    put(s, (uint64_t)value);
    put(s, (uint64_t)(value >> 64));
}

#if defined(__bpf__) && !defined(SNIPPET_PART)
SNIPPET_C void sol_set_return_data(const uint8_t* data, uint64_t size);

/// Without accounts the input is their number, the size of the data, and the data.
SNIPPET_C uint64_t entrypoint(const uint8_t* input) {
    struct {
        uint64_t value;
        uint8_t out[out_size];
    } result = {0, {0}};
    uint64_t size;
    memcpy(&size, input + 8, 8);
    result.value = snippet(input + 16, size, result.out);
    sol_set_return_data((const uint8_t*)&result, sizeof result);
    return 0;
}
#endif

#include "snippet.h"

typedef struct {
    volatile uint32_t status;
    uint64_t data[4];
    volatile uint8_t bytes[6];
} Device;

__attribute__((noinline)) static uint64_t poll(volatile const uint64_t* word) {
    uint64_t first = *word;
    return first == *word ? *word : 0;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    Device device = {0, {1, 2, 3, 4}, {0}};
    volatile uint64_t counter = 0;
    volatile int16_t small = 0;
    while (r.at < r.end) {
        uint64_t v = take64(&r);
        device.status = (uint32_t)v;
        device.status |= 1;
        device.bytes[v % 6]++;
        device.data[v & 3] = poll(&device.data[v >> 2 & 3]) + device.status;
        counter += device.bytes[v >> 8 & 3];
        small = (int16_t)(small - (int16_t)v);
        (void)counter;
        put(&s, counter + (uint64_t)small + device.data[1]);
    }
    return counter;
}

// levels: 0 1 3 s z
#include <stdatomic.h>

#include "snippet.h"

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    _Atomic(uint64_t) wide = 1;
    atomic_uint narrow = 2;
    _Atomic(int16_t) half = 3;
    _Atomic(uint8_t) byte = 4;
    atomic_flag flag = ATOMIC_FLAG_INIT;
    while (r.at < r.end) {
        uint64_t v = take64(&r);
        put(&s, atomic_fetch_add(&wide, v));
        put(&s, atomic_fetch_xor_explicit(&wide, v >> 3, memory_order_relaxed));
        put(&s, atomic_fetch_or(&narrow, (unsigned)v) + atomic_fetch_and(&narrow, (unsigned)~v));
        put(&s, atomic_exchange(&byte, (uint8_t)v));
        put(&s, (uint64_t)atomic_fetch_sub(&half, (int16_t)v));
        uint64_t expected = v & 1 ? atomic_load(&wide) : v;
        put(&s, atomic_compare_exchange_strong(&wide, &expected, v * 3));
        put(&s, expected + atomic_load_explicit(&wide, memory_order_acquire));
        put(&s, atomic_flag_test_and_set(&flag));
        if (v & 2) atomic_flag_clear(&flag);
        atomic_thread_fence(memory_order_seq_cst);
        put(&s, __sync_fetch_and_add((uint64_t*)&wide, 5));
        put(&s, (uint64_t)__atomic_sub_fetch((int16_t*)&half, 3, __ATOMIC_RELEASE));
    }
    return wide + narrow + byte;
}

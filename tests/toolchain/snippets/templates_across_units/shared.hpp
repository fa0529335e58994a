#pragma once

#include <stdint.h>

/// Both units instantiate the same functions: one of each is kept.
template <class T, unsigned rounds>
struct Mixer {
    T state;

    [[gnu::noinline]] void absorb(T value) {
        for (unsigned i = 0; i < rounds; ++i)
            state = static_cast<T>((state ^ value) * 5 + table[(value >> i) & 3]);
    }
    static constexpr T table[4] = {3, 5, 7, static_cast<T>(rounds)};
    [[gnu::noinline]] static uint64_t& calls(uint64_t& counter) { return ++counter; }
};

template <class T>
[[gnu::noinline]] inline T largest(const T* values, unsigned count) {
    T best = values[0];
    for (unsigned i = 1; i < count; ++i) best = values[i] > best ? values[i] : best;
    return best;
}

inline const char* shared_name(unsigned i) {
    static constexpr const char* names[] = {"alpha", "beta", "gamma"};
    return names[i % 3];
}

inline constexpr uint64_t shared_constants[] = {11, 22, 33};

uint64_t other_unit(uint64_t v, uint64_t& counter);
const char* other_name(unsigned i);
const uint64_t* other_constants();

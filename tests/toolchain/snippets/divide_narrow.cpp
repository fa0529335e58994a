#include <limits>

#include "snippet.h"

namespace {

template <class T>
void divide(Sink& s, T a, T b) {
    if (b == 0) b = 1;
    put(&s, static_cast<uint64_t>(a / b));
    put(&s, static_cast<uint64_t>(a % b));
    put(&s, static_cast<uint64_t>(static_cast<T>(a / b)));
    a = static_cast<T>(a / 3);
    a = static_cast<T>(a * b);
    a %= 11;
    put(&s, static_cast<uint64_t>(a));
}

template <class... T>
void divide_as(Sink& s, uint64_t a, uint64_t b) {
    (divide(s, static_cast<T>(a), static_cast<T>(b)), ...);
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    while (r.at < r.end) {
        const auto a = take32(&r), b = take32(&r);
        divide_as<int8_t, uint8_t, int16_t, uint16_t, char>(s, a & ~1u, b | 1);
        divide_as<uint8_t, int8_t, int16_t>(s, a >> 8, b >> 8);
    }
    return s.count;
}

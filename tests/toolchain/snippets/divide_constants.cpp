#include "snippet.h"

namespace {

template <class T, long long... Divisors>
void divide(Sink& s, T a) {
    ((put(&s, static_cast<uint64_t>(a / static_cast<T>(Divisors))),
      put(&s, static_cast<uint64_t>(a % static_cast<T>(Divisors)))),
     ...);
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    while (r.at < r.end) {
        const auto v = take64(&r);
        divide<int64_t, 1, 2, 3, -4, 5, 10, -100, 1 << 20, 1000000000000>(s,
                                                                          static_cast<int64_t>(v));
        divide<uint64_t, 1, 2, 3, 6, 7, 9, 1000, 1ll << 40>(s, v);
        divide<int32_t, 2, -3, 7, 13, 60, -4096, 86400>(s, static_cast<int32_t>(v));
        divide<uint32_t, 2, 3, 7, 11, 255, 65537>(s, static_cast<uint32_t>(v >> 3));
        divide<int16_t, 2, 3, -10, 100>(s, static_cast<int16_t>(v));
        divide<uint8_t, 2, 3, 10, 100>(s, static_cast<uint8_t>(v >> 5));
    }
    return s.count;
}

#include "snippet.h"

namespace {

template <class T>
T least(T a, T b) {
    return __builtin_elementwise_min(a, b);
}

template <class T>
void saturate(Sink& s, uint64_t a, uint64_t b) {
    const auto x = static_cast<T>(a), y = static_cast<T>(b);
    put(&s, static_cast<uint64_t>(__builtin_elementwise_add_sat(x, y)));
    put(&s, static_cast<uint64_t>(__builtin_elementwise_sub_sat(x, y)));
    put(&s, static_cast<uint64_t>(least(x, y)));
    put(&s, static_cast<uint64_t>(__builtin_elementwise_max(x, y)));
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    while (r.at < r.end) {
        const auto a = take64(&r), b = take64(&r);
        saturate<uint64_t>(s, a, b);
        saturate<int64_t>(s, a, b);
        saturate<uint32_t>(s, a, b);
        saturate<int32_t>(s, a, b);
        saturate<uint16_t>(s, a, b);
        saturate<int8_t>(s, a, b);
    }
    return s.count;
}

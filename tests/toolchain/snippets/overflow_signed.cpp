#include "snippet.h"

namespace {

template <class T>
void check(Sink& s, uint64_t a, uint64_t b) {
    T x = static_cast<T>(a), y = static_cast<T>(b), result{};
    uint64_t flags = __builtin_add_overflow(x, y, &result);
    put(&s, static_cast<uint64_t>(result));
    flags = flags << 1 | __builtin_sub_overflow(x, y, &result);
    put(&s, static_cast<uint64_t>(result));
    flags = flags << 1 | __builtin_mul_overflow(x, y, &result);
    put(&s, static_cast<uint64_t>(result));
    flags = flags << 1 | __builtin_mul_overflow(x, static_cast<T>(-1), &result);
    put(&s, static_cast<uint64_t>(result) ^ flags << 60);
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    while (r.at < r.end) {
        const auto a = take64(&r), b = take64(&r);
        check<int8_t>(s, a, b);
        check<int16_t>(s, a, b);
        check<int32_t>(s, a, b);
        check<int64_t>(s, a, b);
        check<int64_t>(s, static_cast<uint64_t>(static_cast<int32_t>(a)),
                       static_cast<uint64_t>(static_cast<int32_t>(b)));
        check<int32_t>(s, a >> 48, b >> 49);
    }
    return s.count;
}

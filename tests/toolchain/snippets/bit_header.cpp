#include <bit>

#include "snippet.h"

namespace {

template <class T>
void look(Sink& s, T v, int n) {
    put(&s, static_cast<uint64_t>(std::rotl(v, n)));
    put(&s, static_cast<uint64_t>(std::rotr(v, -n)));
    put(&s, static_cast<uint64_t>(std::countl_zero(v) | std::countr_zero(v) << 8 |
                                  std::countl_one(v) << 16 | std::popcount(v) << 24));
    put(&s, std::has_single_bit(v) ? 1u : static_cast<uint64_t>(std::bit_width(v)));
    put(&s, std::bit_floor(v));
    put(&s, std::bit_ceil(static_cast<T>(v >> 1)));
}

struct Pair {
    uint32_t low, high;
};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    while (r.at < r.end) {
        const auto v = take64(&r);
        const auto n = static_cast<int8_t>(take8(&r));
        look(s, v, n);
        look(s, static_cast<uint32_t>(v), n);
        look(s, static_cast<uint16_t>(v), n);
        look(s, static_cast<uint8_t>(v), n);
        const auto pair = std::bit_cast<Pair>(v);
        put(&s, pair.low - pair.high);
    }
    return s.count + (std::endian::native == std::endian::little ? 1000 : 0);
}

#include <optional>

#include "snippet.h"

namespace {

struct Pair {
    uint64_t a;
    uint8_t b;
    bool operator==(const Pair&) const = default;
};

[[gnu::noinline]] std::optional<uint64_t> divided(uint64_t a, uint64_t b) {
    if (b == 0) return std::nullopt;
    return a / b;
}
[[gnu::noinline]] std::optional<Pair> paired(std::optional<uint64_t> a, std::optional<uint8_t> b) {
    if (!a || !b) return {};
    return Pair{*a, *b};
}
[[gnu::noinline]] std::optional<std::optional<uint8_t>> nested(uint64_t v) {
    if (v & 1) return std::nullopt;
    if (v & 2) return std::optional<uint8_t>{};
    return static_cast<uint8_t>(v);
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    std::optional<Pair> last;
    while (r.at < r.end) {
        const auto v = take64(&r);
        put(&s, divided(v, v & 3).value_or(99));
        auto pair = paired(divided(v, v & 7), v & 8 ? std::optional<uint8_t>(v) : std::nullopt);
        put(&s, pair == last ? 1 : 2);
        put(&s, pair ? pair->a + pair->b : 5);
        if (v & 16) pair.reset();
        if (v & 32) pair.emplace(Pair{v, 1});
        std::swap(pair, last);
        const auto deep = nested(v);
        put(&s, !deep ? 1 : !*deep ? 2 : **deep);
        put(&s, (divided(v, 3) < divided(v, 2)) | (divided(v, 0) == std::nullopt) << 1);
    }
    return last ? last->a : 0;
}

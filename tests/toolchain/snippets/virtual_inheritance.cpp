#include "snippet.h"

namespace {

struct Base {
    explicit Base(uint64_t s) : seed(s) {}
    virtual uint64_t get() const { return seed; }
    uint64_t seed;
};
struct Left : virtual Base {
    explicit Left(uint64_t s) : Base(s) { left = get() + 1; }
    uint64_t get() const override { return seed * 3; }
    uint64_t left;
};
struct Right : virtual Base {
    explicit Right(uint64_t s) : Base(s) { right = get() + 2; }
    virtual uint64_t both(uint64_t v) const { return right ^ v ^ seed; }
    uint64_t right;
};
struct Bottom final : Left, Right {
    explicit Bottom(uint64_t s) : Base(s), Left(s + 1), Right(s + 2) {}
    uint64_t get() const override { return left + right + seed; }
    uint64_t both(uint64_t v) const override { return Right::both(v) * 5 + left; }
};

[[gnu::noinline]] uint64_t look(const Base& base) { return base.get() * 7 + base.seed; }

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    while (r.at < r.end) {
        const auto v = take64(&r);
        const Bottom bottom(v);
        const Right right(v);
        const Right* rights[] = {&bottom, &right};
        put(&s, look(bottom) ^ look(right));
        for (const auto* one : rights) put(&s, one->both(v) + one->get() + look(*one));
    }
    return s.count;
}

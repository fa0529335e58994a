#include "snippet.h"

namespace {

struct Base {
    uint64_t x = 0, y = 0;
    uint64_t plain(uint64_t v) const { return x + v; }
    virtual uint64_t moved(uint64_t v, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
        return x += v + a + b + c + d;
    }
};
struct Other {
    uint64_t z = 3;
    uint64_t other(uint64_t v) const { return z * v; }
};
struct Derived : Other, Base {
    uint64_t moved(uint64_t v, uint64_t a, uint64_t b, uint64_t c, uint64_t d) override {
        return y += v * a ^ b ^ c ^ d ^ z;
    }
};

using Field = uint64_t Base::*;
using Method = uint64_t (Base::*)(uint64_t) const;
using Mover = uint64_t (Base::*)(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);
using DerivedMethod = uint64_t (Derived::*)(uint64_t) const;

constexpr Field fields[] = {&Base::x, &Base::y};
constexpr DerivedMethod methods[] = {&Derived::plain, &Derived::other};
constexpr Mover mover = &Base::moved;

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    Base base;
    Derived derived;
    Base* both[] = {&base, &derived};
    while (r.at < r.end) {
        const auto v = take64(&r);
        auto& one = *both[v & 1];
        one.*fields[v >> 1 & 1] ^= v;
        put(&s, (one.*mover)(v, 1, 2, v, 4));
        put(&s, (derived.*methods[v >> 2 & 1])(v));
        const Method none = v & 8 ? &Base::plain : nullptr;
        put(&s, none ? (one.*none)(v) : 17);
    }
    return base.x + derived.y;
}

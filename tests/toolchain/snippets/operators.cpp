#include <compare>

#include "snippet.h"

namespace {

/// A number modulo 2^61 - 1.
class Field {
  public:
    static constexpr uint64_t modulus = (uint64_t{1} << 61) - 1;
    constexpr explicit Field(uint64_t v) : value_(v % modulus) {}
    friend constexpr Field operator+(Field a, Field b) { return Field(a.value_ + b.value_); }
    friend constexpr Field operator-(Field a, Field b) {
        return Field(a.value_ + modulus - b.value_);
    }
    friend constexpr Field operator*(Field a, Field b) {
        const auto product = static_cast<unsigned __int128>(a.value_) * b.value_;
        return Field(static_cast<uint64_t>(product & modulus) +
                     static_cast<uint64_t>(product >> 61));
    }
    Field& operator+=(Field b) { return *this = *this + b; }
    Field& operator++() { return *this += Field(1); }
    Field operator++(int) {
        auto old = *this;
        ++*this;
        return old;
    }
    constexpr auto operator<=>(const Field&) const = default;
    explicit constexpr operator uint64_t() const { return value_; }
    constexpr bool operator!() const { return value_ == 0; }

  private:
    uint64_t value_;
};

constexpr Field operator""_f(unsigned long long v) { return Field(v); }

struct Version {
    uint16_t major, minor;
    int8_t patch;
    auto operator<=>(const Version&) const = default;
};

constexpr Field power(Field base, uint64_t exponent) {
    Field out = 1_f;
    for (; exponent; exponent >>= 1, base = base * base)
        if (exponent & 1) out = out * base;
    return out;
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    Field all = 12_f;
    Version last{0, 0, 0};
    while (r.at < r.end) {
        const auto v = take64(&r);
        const Field a(v), b(v >> 7);
        all += a * b - all++;
        put(&s, static_cast<uint64_t>(all));
        put(&s, (a < b) | (a >= all) << 1 | !b << 2);
        put(&s, static_cast<uint64_t>(power(a, v & 0xffff)));
        const Version version{static_cast<uint16_t>(v & 3), static_cast<uint16_t>(v >> 16 & 3),
                              static_cast<int8_t>(v >> 32)};
        put(&s, (version <=> last) < 0 ? 1 : version == last ? 2 : 3);
        last = version;
    }
    return static_cast<uint64_t>(all);
}

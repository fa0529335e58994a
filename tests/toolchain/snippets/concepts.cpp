#include <concepts>
#include <type_traits>

#include "snippet.h"

namespace {

template <class T>
concept Number = std::integral<T> && !std::same_as<T, bool>;
template <class T>
concept Container = requires(const T& t) {
    { t.size() } -> std::convertible_to<uint64_t>;
    requires Number<std::remove_cvref_t<decltype(t[0])>>;
};

template <Number T>
constexpr uint64_t kind(T) {
    return sizeof(T) * 2 + std::signed_integral<T>;
}
template <class T>
constexpr uint64_t kind(T) {
    return 100;
}

template <class T, unsigned n>
struct Few {
    T values[n];
    constexpr unsigned size() const { return n; }
    constexpr const T& operator[](unsigned i) const { return values[i]; }
};

uint64_t total(const Container auto& all) {
    uint64_t sum = 0;
    for (unsigned i = 0; i < all.size(); ++i) sum = sum * 3 + static_cast<uint64_t>(all[i]);
    return sum;
}
template <class T>
    requires(!Container<T>)
uint64_t total(const T& one) {
    return static_cast<uint64_t>(one) + 1;
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    while (r.at < r.end) {
        const auto v = take64(&r);
        const Few<int16_t, 3> few{{static_cast<int16_t>(v), 2, -3}};
        put(&s, total(few));
        put(&s, total(v) ^ total(Few<uint64_t, 2>{{v, ~v}}));
        put(&s, kind(v) + kind(static_cast<int8_t>(v)) * 3 + kind(true) * 5 + kind(&few));
    }
    return s.count;
}

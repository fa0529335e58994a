#include <type_traits>
#include <utility>

#include "snippet.h"

namespace {

template <class... T>
constexpr uint64_t sizes = (uint64_t{0} + ... + sizeof(T));

template <class First, class... Rest>
struct List {
    First first;
    List<Rest...> rest;
    template <unsigned i>
    constexpr const auto& get() const {
        if constexpr (i == 0)
            return first;
        else
            return rest.template get<i - 1>();
    }
};
template <class Last>
struct List<Last> {
    Last first;
    template <unsigned>
    constexpr const auto& get() const {
        return first;
    }
};

template <class L, std::size_t... i>
uint64_t sum(const L& list, std::index_sequence<i...>) {
    return (... + (static_cast<uint64_t>(list.template get<i>()) * (i + 1)));
}

template <class F, class... Arguments>
[[gnu::noinline]] auto forwarded(F&& f, Arguments&&... arguments) {
    return std::forward<F>(f)(std::forward<Arguments>(arguments)...);
}

template <char... letters>
struct Text {
    static constexpr char value[] = {letters..., 0};
};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    while (r.at < r.end) {
        const auto v = take64(&r);
        const List<uint8_t, int16_t, uint32_t, int64_t> list{
            static_cast<uint8_t>(v),
            {static_cast<int16_t>(v >> 8), {static_cast<uint32_t>(v), {static_cast<int64_t>(v)}}}};
        put(&s, sum(list, std::make_index_sequence<4>{}));
        put(&s, forwarded([](auto... all) { return (static_cast<uint64_t>(all) ^ ...); }, v, v >> 1,
                          v >> 2, v >> 3, v >> 4, v >> 5, static_cast<int8_t>(v)));
        put(&s, sizes<uint8_t, uint16_t, char[5]> +
                    static_cast<uint64_t>(Text<'a', 'b', 'c'>::value[v & 3]));
    }
    return s.count;
}

#include <charconv>
#include <system_error>

#include "snippet.h"

namespace {

template <class T>
void print(Sink& s, T value, int base) {
    char text[70];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value, base);
    put(&s, static_cast<uint64_t>(end - text) * 2 + (error != std::errc()));
    uint64_t h = 0;
    for (const char* at = text; at != end; ++at) h = h * 131 + static_cast<uint8_t>(*at);
    put(&s, h);
    T back{};
    const auto parsed = std::from_chars(text, end, back, base);
    put(&s, (back == value) | (parsed.ptr == end) << 1);
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    const auto* text = reinterpret_cast<const char*>(in);
    for (uint64_t from = 0; from < size; from += 5) {
        int64_t number = -1;
        const auto [end, error] = std::from_chars(text + from, text + size, number);
        put(&s, static_cast<uint64_t>(number) + static_cast<uint64_t>(end - text));
        put(&s, static_cast<uint64_t>(error));
        uint8_t small = 3;
        const auto other = std::from_chars(text + from, text + size, small, 16);
        put(&s, small + static_cast<uint64_t>(other.ptr - text) * 256);
    }
    for (unsigned i = 0; i < 8 && r.at < r.end; ++i) {
        const auto v = take64(&r);
        print(s, v, 10);
        print(s, static_cast<int64_t>(v), 10);
        print(s, static_cast<int32_t>(v), 2 + static_cast<int>(v % 35));
        print(s, static_cast<uint16_t>(v), 16);
    }
    return s.count;
}

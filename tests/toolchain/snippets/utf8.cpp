#include <string_view>

#include "snippet.h"

namespace {

constexpr char32_t damaged = 0xfffd;

struct Decoded {
    char32_t point;
    uint8_t size;
};

[[gnu::noinline]] constexpr Decoded decode(std::string_view text) {
    const auto byte = [&](unsigned i) -> uint32_t {
        return i < text.size() ? static_cast<uint8_t>(text[i]) : 0;
    };
    const auto first = byte(0);
    if (first < 0x80) return {first, 1};
    const unsigned size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    if (size == 0 || first > 0xf4) return {damaged, 1};
    char32_t point = first & (0x7fu >> size);
    for (unsigned i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {damaged, static_cast<uint8_t>(i)};
        point = point << 6 | (byte(i) & 0x3f);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < least[size] || point > 0x10ffff || point >> 11 == 0x1b)
        return {damaged, static_cast<uint8_t>(size)};
    return {point, static_cast<uint8_t>(size)};
}
static_assert(decode("\u20ac").point == U'\u20ac');

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s{out, 0};
    std::string_view text(reinterpret_cast<const char*>(in), size);
    uint64_t points = 0;
    while (!text.empty()) {
        const auto [point, length] = decode(text);
        put(&s, uint64_t{point} * 8 + length);
        text.remove_prefix(length);
        ++points;
    }
    return points;
}

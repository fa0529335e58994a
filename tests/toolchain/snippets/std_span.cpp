#include <span>

#include "snippet.h"

namespace {

[[gnu::noinline]] uint64_t sum(std::span<const uint8_t> bytes) {
    uint64_t out = 0;
    for (const auto byte : bytes) out = out * 31 + byte;
    return out;
}
[[gnu::noinline]] std::span<const uint8_t> trimmed(std::span<const uint8_t> bytes) {
    while (!bytes.empty() && bytes.front() < 64) bytes = bytes.subspan(1);
    while (!bytes.empty() && bytes.back() < 64) bytes = bytes.first(bytes.size() - 1);
    return bytes;
}
uint64_t fixed(std::span<const uint64_t, 4> words) { return words[0] ^ words.last<2>()[1]; }

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s{out, 0};
    const std::span<const uint8_t> all(in, size);
    put(&s, sum(all));
    put(&s, sum(trimmed(all)));
    put(&s, trimmed(all).size());
    for (std::size_t at = 0; at + 8 <= all.size(); at += 8) {
        const auto part = all.subspan(at, 8);
        put(&s, sum(part) + part[3] + part.last(2)[0]);
        uint64_t words[4] = {sum(part.first<4>()), at, part[0], part[7]};
        put(&s, fixed(words));
        std::span<uint64_t> writable(words);
        for (auto it = writable.rbegin(); it != writable.rend(); ++it) *it = *it * 3 + at;
        put(&s, sum(std::span(reinterpret_cast<const uint8_t*>(words), writable.size_bytes())));
    }
    return all.size();
}

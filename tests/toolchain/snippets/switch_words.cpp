#include <string_view>

#include "snippet.h"

namespace {

constexpr uint32_t hash(std::string_view text) {
    uint32_t h = 2166136261u;
    for (const char letter : text) h = (h ^ static_cast<uint8_t>(letter)) * 16777619u;
    return h;
}

enum class Verb : uint8_t { none, hello, orrery, truth, zz, abc };

[[gnu::noinline]] Verb verb(std::string_view word) {
    switch (hash(word)) {
        case hash("hello"):
            return Verb::hello;
        case hash("Orrery"):
            return Verb::orrery;
        case hash("true"):
            return Verb::truth;
        case hash("zz"):
            return Verb::zz;
        case hash("abc"):
            return Verb::abc;
        default:
            return Verb::none;
    }
}

constexpr std::string_view to_text(Verb v) {
    switch (v) {
        case Verb::hello:
            return "Hello!";
        case Verb::orrery:
            return "a clockwork";
        case Verb::truth:
            return "T";
        case Verb::zz:
            return "";
        case Verb::abc:
            return "letters";
        case Verb::none:
            break;
    }
    return "nothing";
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s{out, 0};
    const std::string_view text(reinterpret_cast<const char*>(in), size);
    for (uint64_t from = 0; from < size; ++from)
        for (const uint64_t length : {2u, 3u, 4u, 5u, 6u}) {
            const auto found = verb(text.substr(from, length));
            if (found == Verb::none && from % 16 != 0) continue;
            put(&s, to_text(found).size() * 8 + static_cast<uint64_t>(found));
        }
    return s.count;
}

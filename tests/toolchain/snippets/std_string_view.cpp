#include <string_view>

#include "snippet.h"

using namespace std::literals;

namespace {

constexpr std::string_view keywords[] = {"true"sv, "hello"sv, "Orrery"sv, "abc"sv, "0x"sv, ""sv};

[[gnu::noinline]] std::string_view next_word(std::string_view& rest) {
    const auto from = rest.find_first_not_of(" ,\n");
    rest.remove_prefix(from == rest.npos ? rest.size() : from);
    const auto to = rest.find_first_of(" ,\n");
    const auto word = rest.substr(0, to);
    rest.remove_prefix(word.size());
    return word;
}

uint64_t hash(std::string_view text) {
    uint64_t h = text.size();
    for (const char letter : text) h = h * 131 + static_cast<uint8_t>(letter);
    return h;
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s{out, 0};
    const std::string_view text(reinterpret_cast<const char*>(in), size);
    auto rest = text;
    while (!rest.empty()) {
        const auto word = next_word(rest);
        put(&s, hash(word));
        uint64_t flags = 0;
        for (const auto keyword : keywords)
            flags = flags * 16 + (word == keyword) + (word < keyword) * 2 +
                    word.starts_with(keyword) * 4 + (word.find(keyword) != word.npos) * 8;
        put(&s, flags);
        put(&s, word.rfind('z') + word.find("9"sv) * 3);
    }
    put(&s, static_cast<uint64_t>(text.compare("hello"sv) < 0) + text.ends_with("zz") * 2u);
    return hash(text);
}

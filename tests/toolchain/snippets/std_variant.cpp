#include <variant>

#include "snippet.h"

namespace {

struct Transfer {
    uint64_t amount;
    uint8_t to;
};
struct Mint {
    uint32_t amount;
};
struct Nothing {
    bool operator==(const Nothing&) const = default;
};
using Action = std::variant<Nothing, Transfer, Mint, uint64_t>;

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};

[[gnu::noinline]] Action parse(Reader& r) {
    switch (take8(&r) & 3) {
        case 0:
            return Nothing{};
        case 1:
            return Transfer{take64(&r), take8(&r)};
        case 2:
            return Mint{take32(&r)};
        default:
            return take64(&r);
    }
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    uint64_t supply = 0;
    Action last;
    while (r.at < r.end) {
        auto action = parse(r);
        put(&s, std::visit(Overloaded{[](Nothing) { return uint64_t{1}; },
                                      [&](const Transfer& t) { return supply -= t.amount + t.to; },
                                      [&](const Mint& m) { return supply += m.amount; },
                                      [](uint64_t v) { return v; }},
                           action));
        put(&s, action.index() * 4 + std::holds_alternative<Mint>(last));
        if (const auto* t = std::get_if<Transfer>(&last)) put(&s, t->amount);
        put(&s, std::visit([](const auto& a, const auto& b) { return sizeof a * 16 + sizeof b; },
                           action, last));
        std::swap(action, last);
    }
    return supply;
}

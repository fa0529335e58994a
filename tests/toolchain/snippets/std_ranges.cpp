#include <algorithm>
#include <array>
#include <ranges>

#include "snippet.h"

namespace {

struct Account {
    uint16_t id;
    uint32_t lamports;
};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    std::array<Account, 24> accounts{};
    for (auto& account : accounts) account = {take16(&r), take32(&r)};
    std::ranges::sort(accounts, {}, &Account::id);
    for (const auto& account : accounts) put(&s, account.lamports);
    const auto rich = [](const Account& a) { return a.lamports > 1000; };
    for (const auto v : accounts | std::views::filter(rich) | std::views::transform(&Account::id) |
                            std::views::take(7))
        put(&s, v);
    for (const auto v : accounts | std::views::reverse | std::views::drop(20)) put(&s, v.id);
    for (const auto i : std::views::iota(uint64_t{3}, uint64_t{9})) put(&s, accounts[i].id * i);
    put(&s, static_cast<uint64_t>(std::ranges::count_if(accounts, rich)));
    put(&s, std::ranges::max(accounts, {}, &Account::lamports).lamports);
    put(&s, std::ranges::any_of(accounts, [](auto a) { return a.id == 0; }));
    const auto found = std::ranges::find(accounts, accounts[7].id, &Account::id);
    return static_cast<uint64_t>(found - accounts.begin());
}

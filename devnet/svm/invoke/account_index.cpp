#include "devnet/svm/invoke/account_index.hpp"

#include <algorithm>

namespace orrery::invoke {
namespace {

constexpr std::size_t few = 16;

std::uint64_t head_of(const Pubkey& key) {
    return __builtin_bswap64(load_le<std::uint64_t>(key.bytes.data()));
}

std::optional<std::uint16_t> scan(AccountIndex::Accounts accounts, const Pubkey& key) {
    for (std::size_t i = 0; i < accounts.size(); ++i)
        if (accounts[i].key == key) return static_cast<std::uint16_t>(i);
    return std::nullopt;
}

bool all_pairs_differ(AccountIndex::Accounts accounts) {
    for (std::size_t i = 1; i < accounts.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (accounts[i].key == accounts[j].key) return false;
    return true;
}

}  // namespace

AccountIndex::AccountIndex(Accounts accounts) {
    if (accounts.size() <= few) return;
    rows_.reserve(accounts.size());
    for (std::size_t i = 0; i < accounts.size(); ++i)
        rows_.push_back({head_of(accounts[i].key), static_cast<std::uint16_t>(i)});
    std::sort(rows_.begin(), rows_.end(), [&](const Row& a, const Row& b) {
        if (a.head != b.head) return a.head < b.head;
        const auto order = accounts[a.index].key <=> accounts[b.index].key;
        return order != 0 ? order < 0 : a.index < b.index;
    });
}

std::optional<std::uint16_t> AccountIndex::find(Accounts accounts, const Pubkey& key) const {
    if (rows_.empty()) return scan(accounts, key);
    const auto head = head_of(key);
    const auto at =
        std::lower_bound(rows_.begin(), rows_.end(), key, [&](const Row& row, const Pubkey&) {
            return row.head != head ? row.head < head : accounts[row.index].key < key;
        });
    if (at == rows_.end() || accounts[at->index].key != key) return std::nullopt;
    return at->index;
}

bool AccountIndex::has_duplicates(Accounts accounts) const {
    if (rows_.empty()) return !all_pairs_differ(accounts);
    return std::adjacent_find(rows_.begin(), rows_.end(), [&](const Row& a, const Row& b) {
               return a.head == b.head && accounts[a.index].key == accounts[b.index].key;
           }) != rows_.end();
}

}  // namespace orrery::invoke

#include "devnet/sequencer/token_balances.hpp"

#include <algorithm>
#include <optional>

#include "sdk/tx/token_layout.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::sequencer {
namespace {

/// What a list's entry takes of a token account.
struct Holding {
    Pubkey mint;
    Pubkey owner;
    std::uint64_t amount = 0;
};

// Unpacks an account's data; only one above 4 KiB is copied for it.
template <class Read>
auto read_token_data(const AccountRef& account, Read&& read) -> decltype(read(ByteSpan())) {
    if (!account || !ids::is_token_program(account->owner)) return std::nullopt;
    if (const auto block = account->data.block()) return read(*block);
    return read(account->data.to_bytes());
}

std::optional<Holding> holding(const AccountRef& account) {
    return read_token_data(account, [](ByteSpan data) -> std::optional<Holding> {
        const auto token = tx::unpack_token_account(data);
        if (!token) return std::nullopt;
        return Holding{token->mint, token->owner, token->amount};
    });
}

std::optional<std::uint8_t> decimals(const AccountRef& mint) {
    return read_token_data(mint, [](ByteSpan data) -> std::optional<std::uint8_t> {
        const auto unpacked = tx::unpack_mint(data);
        if (!unpacked) return std::nullopt;
        return unpacked->decimals;
    });
}

AccountRef after(const svm::TxOutcome& outcome, const Pubkey& key, const AccountRef& before) {
    const auto at = std::lower_bound(
        outcome.writes.begin(), outcome.writes.end(), key,
        [](const svm::AccountWrite& write, const Pubkey& k) { return write.key < k; });
    return at != outcome.writes.end() && at->key == key ? at->account : before;
}

/// Where a transaction's keys stand. A jumbo may name thousands of mints and token accounts.
class Places {
  public:
    explicit Places(std::span<const Pubkey> keys) {
        rows_.reserve(keys.size());
        for (std::size_t i = 0; i < keys.size(); ++i) rows_.emplace_back(keys[i], i);
        std::ranges::sort(rows_);
    }
    std::optional<std::size_t> find(const Pubkey& key) const {
        const auto at = std::ranges::lower_bound(rows_, key, {}, &Row::first);
        if (at == rows_.end() || at->first != key) return std::nullopt;
        return at->second;
    }

  private:
    using Row = std::pair<Pubkey, std::size_t>;
    std::vector<Row> rows_;
};

}  // namespace

TokenBalanceLists token_balances(const tx::Transaction& transaction, const svm::TxOutcome& outcome,
                                 const svm::AccountReader& mints) {
    TokenBalanceLists out;
    const auto keys = tx::account_keys(transaction.message.static_keys, outcome.loaded_addresses);
    if (std::none_of(keys.begin(), keys.end(), ids::is_token_program)) return out;

    const Places places(keys);
    const auto add = [&](std::vector<store::TokenBalance>& list, std::size_t index,
                         const AccountRef& account) {
        const auto token = holding(account);
        if (!token) return;
        const auto place = places.find(token->mint);
        auto found = place ? decimals(after(outcome, token->mint, outcome.balances[*place].account))
                           : std::nullopt;
        if (!found) found = decimals(mints.get(token->mint).account);
        if (!found) return;
        list.push_back({static_cast<std::uint16_t>(index), token->mint, token->owner,
                        account->owner, token->amount, *found});
    };
    for (std::size_t i = 0; i < keys.size() && i < outcome.balances.size(); ++i) {
        const auto& before = outcome.balances[i].account;
        add(out.before, i, before);
        add(out.after, i, after(outcome, keys[i], before));
    }
    return out;
}

}  // namespace orrery::sequencer

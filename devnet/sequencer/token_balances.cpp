#include "devnet/sequencer/token_balances.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "sdk/types/ids.hpp"

namespace orrery::sequencer {
namespace {

// Offsets in an SPL token account and mint; Token-2022 appends extensions behind the account and
// its kind byte, and pads a mint up to the account's size.
constexpr std::size_t account_size = 165;
constexpr std::size_t amount_offset = 64;
constexpr std::size_t state_offset = 108;
constexpr std::size_t kind_offset = 165;
constexpr std::uint8_t kind_account = 2;
constexpr std::size_t mint_size = 82;
constexpr std::size_t mint_decimals_offset = 44;

struct TokenAccount {
    Pubkey mint;
    Pubkey owner;
    std::uint64_t amount;
};

std::optional<TokenAccount> decode(const AccountRef& account) {
    if (!account || !ids::is_token_program(account->owner)) return std::nullopt;
    const auto size = account->data.size();
    if (size != account_size && (account->owner != ids::spl_token_2022 || size <= kind_offset))
        return std::nullopt;
    std::array<std::uint8_t, kind_offset + 1> head{};
    account->data.copy_to({head.data(), std::min(size, head.size())});
    if (size > kind_offset && head[kind_offset] != kind_account) return std::nullopt;
    if (head[state_offset] == 0) return std::nullopt;
    return TokenAccount{Pubkey::from({head.data(), 32}), Pubkey::from({head.data() + 32, 32}),
                        load_le<std::uint64_t>(head.data() + amount_offset)};
}

std::optional<std::uint8_t> decimals(const AccountRef& mint) {
    if (!mint || !ids::is_token_program(mint->owner) || mint->data.size() < mint_size)
        return std::nullopt;
    return mint->data.slice(mint_decimals_offset, 1)[0];
}

AccountRef after(const svm::TxOutcome& outcome, const Pubkey& key, const AccountRef& before) {
    const auto at = std::lower_bound(
        outcome.writes.begin(), outcome.writes.end(), key,
        [](const svm::AccountWrite& write, const Pubkey& k) { return write.key < k; });
    return at != outcome.writes.end() && at->key == key ? at->account : before;
}

}  // namespace

TokenBalanceLists token_balances(const tx::Transaction& transaction, const svm::TxOutcome& outcome,
                                 const svm::AccountReader& mints) {
    TokenBalanceLists out;
    const auto keys = tx::account_keys(transaction.message.static_keys, outcome.loaded_addresses);
    if (std::none_of(keys.begin(), keys.end(), ids::is_token_program)) return out;

    const auto add = [&](std::vector<store::TokenBalance>& list, std::size_t index,
                         const AccountRef& account) {
        const auto token = decode(account);
        if (!token) return;
        const auto at = std::find(keys.begin(), keys.end(), token->mint);
        const auto position = static_cast<std::size_t>(at - keys.begin());
        auto found = at == keys.end()
                         ? std::nullopt
                         : decimals(after(outcome, token->mint, outcome.pre_accounts[position]));
        if (!found) found = decimals(mints.get(token->mint).account);
        if (!found) return;
        list.push_back({static_cast<std::uint16_t>(index), token->mint, token->owner,
                        account->owner, token->amount, *found});
    };
    for (std::size_t i = 0; i < keys.size() && i < outcome.pre_accounts.size(); ++i) {
        const auto& before = outcome.pre_accounts[i];
        add(out.before, i, before);
        add(out.after, i, after(outcome, keys[i], before));
    }
    return out;
}

}  // namespace orrery::sequencer

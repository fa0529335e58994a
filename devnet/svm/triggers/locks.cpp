#include "devnet/svm/triggers/locks.hpp"

#include <algorithm>

#include "devnet/svm/runtime/execute.hpp"
#include "devnet/svm/runtime/upgradeable.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::triggers {
namespace {

constexpr std::size_t body_key_size = Pubkey::size + 1;  // and flags

bool is_program(const AccountRef& account) {
    if (!account) return false;
    const auto& owner = account->owner;
    if (owner == ids::loader_v3) return runtime::programdata_of(*account).has_value();
    return owner == ids::loader_v1 || owner == ids::loader_v2 || owner == ids::loader_v4;
}

/// Collects the keys of one unit until they are too many.
class Locks {
  public:
    explicit Locks(const LockParams& params) : p_(params) {}

    std::optional<std::vector<Pubkey>> collect() {
        keys_ = runtime::account_keys(p_.tx, p_.accounts);
        const auto named = keys_.size();
        const auto config = hooks::config_address().address;
        keys_.push_back(config);
        if (const auto* found = p_.cache.config(p_.accounts.get(config).account))
            for (std::size_t i = 0; i < named && fits(); ++i) {
                const auto key = keys_[i];
                if (is_program(p_.accounts.get(key).account)) add_seats(key, *found);
            }
        if (!fits()) return std::nullopt;
        std::erase_if(keys_, [](const Pubkey& key) {
            return key == ids::msg_ctx || key == ids::instructions;
        });
        std::ranges::sort(keys_);
        keys_.erase(std::ranges::unique(keys_).begin(), keys_.end());
        return std::move(keys_);
    }

  private:
    bool fits() const { return keys_.size() <= max_lock_set; }

    void add_seats(const Pubkey& program, const hooks::Config& config) {
        const auto auction = p_.cache.auction_address(program, config.epoch_of(p_.slot));
        keys_.push_back(auction);
        const auto account = p_.accounts.get(auction).account;
        if (!account) return;
        keys_.push_back(p_.cache.owner_address(program));
        for (const auto& seat : p_.cache.seats(program, account, config)) {
            if (!fits()) return;
            add_hook(seat.hook);
        }
    }

    void add_hook(const Pubkey& key) {
        keys_.push_back(key);
        const auto account = p_.accounts.get(key).account;
        if (!account || account->owner != ids::hooks) return;
        // A disabled one too: the transaction may enable it.
        const auto hook = hooks::Hook::decode(account->data.to_bytes());
        if (!hook) return;
        keys_.push_back(p_.cache.signer_address(key));
        keys_.push_back(hook->fee_payer);
        const auto listed = std::min<std::size_t>(hook->n_keys, hook->body.size() / body_key_size);
        for (std::size_t i = 0; i < listed; ++i)
            add_body_key(
                Pubkey::from(ByteSpan(hook->body).subspan(i * body_key_size, Pubkey::size)));
    }

    void add_body_key(const Pubkey& key) {
        keys_.push_back(key);
        const auto account = p_.accounts.get(key).account;
        if (!account || account->owner != ids::loader_v3) return;
        if (const auto data = runtime::programdata_of(*account)) keys_.push_back(*data);
    }

    const LockParams& p_;
    std::vector<Pubkey> keys_;
};

}  // namespace

std::optional<std::vector<Pubkey>> lock_set(const LockParams& params) {
    return Locks(params).collect();
}

}  // namespace orrery::triggers

#include "devnet/svm/triggers/cache.hpp"

#include <algorithm>

#include "sdk/hooks/addresses.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::triggers {
namespace {

constexpr std::size_t max_entries = 4096;  // then everything is computed anew

// A cheat may write any bytes into the Config: with these there are no hooks.
bool is_sound(const hooks::Config& config) {
    const auto& bps = config.split_bps;
    return config.epoch_slots >= 2 && bps[0] + bps[1] + bps[2] == 10'000;
}

bool is_of_hooks(const AccountRef& account) { return account && account->owner == ids::hooks; }

}  // namespace

const hooks::Config* Cache::config(const AccountRef& account) {
    if (account == config_account_) return config_ ? &*config_ : nullptr;
    config_account_ = account;
    config_.reset();
    if (is_of_hooks(account))
        if (const auto decoded = hooks::Config::decode(account->data.to_bytes());
            decoded && is_sound(*decoded))
            config_ = decoded;
    targets_.clear();  // seats depend on it
    return config_ ? &*config_ : nullptr;
}

Cache::Target& Cache::target(const Pubkey& key) {
    if (targets_.size() >= max_entries && !targets_.contains(key)) targets_.clear();
    return targets_[key];
}

const Pubkey& Cache::auction_address(const Pubkey& key, std::uint64_t epoch) {
    auto& entry = target(key);
    if (entry.epoch != epoch || entry.auction == Pubkey{}) {
        entry = {.epoch = epoch,
                 .auction = hooks::auction_address(key, epoch).address,
                 .auction_account = nullptr,
                 .seats = {},
                 .owner = entry.owner};
    }
    return entry.auction;
}

const hooks::Seats& Cache::seats(const Pubkey& key, const AccountRef& account,
                                 const hooks::Config& config) {
    auto& entry = target(key);
    if (account == entry.auction_account) return entry.seats;
    entry.auction_account = account;
    entry.seats.clear();
    if (!is_of_hooks(account)) return entry.seats;
    const auto auction = hooks::Auction::decode(account->data.to_bytes());
    if (!auction) return entry.seats;
    for (const auto& seat : hooks::seats(*auction, config))
        if (!auction->orders[seat.order].is_dead()) entry.seats.push_back(seat);
    return entry.seats;
}

Pubkey Cache::owner_address(const Pubkey& key) {
    auto& entry = target(key);
    if (!entry.owner) entry.owner = hooks::owner_address(key).address;
    return *entry.owner;
}

Pubkey Cache::signer_address(const Pubkey& hook) {
    if (signers_.size() >= max_entries) signers_.clear();
    const auto [at, is_new] = signers_.try_emplace(hook);
    if (is_new) at->second = hooks::signer_address(hook).address;
    return at->second;
}

}  // namespace orrery::triggers

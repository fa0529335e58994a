#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <optional>

#include "sdk/hooks/accounts.hpp"
#include "sdk/hooks/auction.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/key.hpp"

namespace orrery::triggers {

/// What follows from accounts of the Hooks program and is dear to compute: addresses, the decoded
/// Config, the seats of auctions. Each answer depends on the arguments alone, so a cache never
/// changes an outcome. One per executing thread.
class Cache {
  public:
    /// The chain's Config; null when `account` isn't one: then there are no hooks. Valid until the
    /// next call.
    const hooks::Config* config(const AccountRef& account);
    /// Valid until the next call.
    const Pubkey& auction_address(const Pubkey& target, std::uint64_t epoch);
    /// The seats of the target's auction that aren't dead, best first; `account` is the one at
    /// auction_address. Valid until the next call.
    const hooks::Seats& seats(const Pubkey& target, const AccountRef& account,
                              const hooks::Config& config);
    Pubkey owner_address(const Pubkey& target);
    Pubkey signer_address(const Pubkey& hook);

  private:
    struct Target {
        std::uint64_t epoch = 0;
        Pubkey auction;
        AccountRef auction_account;
        hooks::Seats seats;
        std::optional<Pubkey> owner;
    };
    Target& target(const Pubkey& key);

    AccountRef config_account_;
    std::optional<hooks::Config> config_;
    boost::unordered_flat_map<Pubkey, Target, KeyHasher> targets_;
    boost::unordered_flat_map<Pubkey, Pubkey, KeyHasher> signers_;
};

}  // namespace orrery::triggers

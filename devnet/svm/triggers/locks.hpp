#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "devnet/svm/state/account_reader.hpp"
#include "devnet/svm/triggers/cache.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::triggers {

/// A unit that may reach more accounts than these is not worth locking account by account.
constexpr std::size_t max_lock_set = 65'536;

struct LockParams {
    const tx::Transaction& tx;
    const svm::AccountReader& accounts;  ///< as they are before it
    std::uint64_t slot = 0;              ///< in which it runs
    Cache& cache;
};

/// Every account that a transaction and the hooks it may set off can read or write, decided before
/// any of them runs (docs/spec/hooks.md 5): what runtime::account_keys gives, the Config, and for
/// every program the message names its auction, its owner account, and of each seat that isn't dead
/// the hook, the signer, the fee payer, and the body's keys with their programdata. Sorted, unique.
///
/// An upper bound: whether a program is invoked, a filter fits or a hook is among the best is known
/// only later. Linear in the keys named, up to sorting. Nothing when these are more than
/// max_lock_set, duplicates included: such a unit runs while no other does. The MsgCtx and
/// instructions sysvars are no accounts and never locked.
std::optional<std::vector<Pubkey>> lock_set(const LockParams& params);

}  // namespace orrery::triggers

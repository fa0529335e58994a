#pragma once

#include <cstdint>

#include "sdk/types/account.hpp"
#include "sdk/types/key.hpp"

namespace orrery::svm {

/// An account as of one moment, with the number of writes it has seen. `account` is null when
/// absent; the version survives deletion (solayer-chain.md 7).
struct VersionedAccount {
    std::uint64_t version = 0;
    AccountRef account;
};

/// The only way the runtime sees accounts: a view that doesn't change while it is read. Reading the
/// same key twice gives the same answer. Implementations are safe to read from the thread that made
/// the view.
class AccountReader {
  public:
    virtual ~AccountReader() = default;
    virtual VersionedAccount get(const Pubkey& key) const = 0;
};

}  // namespace orrery::svm

#pragma once

#include <span>
#include <string>
#include <vector>

#include "devnet/bank/bank.hpp"
#include "devnet/bank/shred_builder.hpp"
#include "devnet/shred/shred.hpp"
#include "sdk/types/result.hpp"

namespace orrery::bank {

/// Why a shred can't follow, for people: what was expected and what was found.
struct ReplayError {
    Slot slot;
    std::uint32_t index = 0;
    std::string what;
};

/// Re-executes shreds on a bank, from genesis or a checkpoint, and compares every version and hash
/// they state. Needs no clock and no network. One thread.
class Replayer {
  public:
    /// `prev_shred_hash`: of the shred that the bank's state comes from, or the genesis hash at the
    /// start; `next_index`: of the shred to follow in its slot.
    Replayer(Bank& bank, const Hash& prev_shred_hash, std::uint32_t next_index = 0)
        : bank_(bank), prev_(prev_shred_hash), next_index_(next_index) {}

    /// Applies one shred. After an error the bank must not be used any more.
    Result<void, ReplayError> apply(ByteSpan shred);

    const Hash& last_shred_hash() const { return prev_; }
    std::uint32_t next_index() const { return next_index_; }
    /// What the shred applied last accessed.
    std::span<const shred::AccountAccess> last_accounts() const { return last_accounts_; }
    std::uint64_t transactions() const { return transactions_; }

  private:
    Result<AppliedEntry, std::string> apply_entry(const shred::Entry& entry);
    Result<void, std::string> apply_entries(const shred::Shred& shred);

    Bank& bank_;
    Hash prev_;
    std::uint32_t next_index_ = 0;
    std::vector<shred::AccountAccess> last_accounts_;
    std::uint64_t transactions_ = 0;
};

}  // namespace orrery::bank

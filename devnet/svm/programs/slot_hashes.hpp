#pragma once

#include <cstdint>
#include <optional>

#include "devnet/svm/state/sysvars.hpp"

namespace orrery::programs {

/// Most entries that the SlotHashes sysvar keeps.
constexpr std::uint64_t max_slot_hashes = 512;

/// The SlotHashes sysvar, read where it lies: u64 count, then (u64 slot, hash), newest first.
class SlotHashes {
  public:
    /// Nothing when the sysvar is absent or its count exceeds its bytes.
    static std::optional<SlotHashes> from(const svm::Sysvars& sysvars);

    std::uint64_t size() const { return count_; }
    /// Where `slot` stands, 0 = newest; nothing when it isn't recent or was skipped.
    std::optional<std::uint64_t> position(std::uint64_t slot) const;

  private:
    SlotHashes(AccountRef account, std::uint64_t count)
        : account_(std::move(account)), count_(count) {}
    std::uint64_t slot_at(std::uint64_t position) const;

    AccountRef account_;
    std::uint64_t count_;
};

}  // namespace orrery::programs

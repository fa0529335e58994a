#pragma once

#include <span>
#include <vector>

#include "sdk/types/key.hpp"

namespace orrery::tx {

/// Addresses that lookup tables gave a v0 message, in the order of its lookups.
struct LoadedAddresses {
    std::vector<Pubkey> writable;
    std::vector<Pubkey> readonly;
    bool operator==(const LoadedAddresses&) const = default;
};

/// All account keys of a message, as the indices of its instructions count them: static keys, then
/// writable loaded, then read-only loaded.
std::vector<Pubkey> account_keys(std::span<const Pubkey> static_keys,
                                 const LoadedAddresses& loaded);

}  // namespace orrery::tx

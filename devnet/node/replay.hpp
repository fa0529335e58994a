#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "devnet/node/error.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/key.hpp"

namespace orrery::node {

/// What a replay went through.
struct ReplayReport {
    Hash genesis_hash;
    std::uint64_t shreds = 0;
    std::uint64_t transactions = 0;
    Slot last_slot;  ///< of the last shred
    Slot tip_slot;   ///< where the ledger ends
    Hash last_shred_hash;
};

/// Re-executes every shred of a ledger from its stored genesis, without clock or network, and
/// compares what each states. `progress` gets the report so far, after every shred. Errors
/// (ledger): the store's; (failure): the first shred that doesn't follow, and why.
NodeResult<ReplayReport> replay_ledger(const std::filesystem::path& dir,
                                       const std::function<void(const ReplayReport&)>& progress);

}  // namespace orrery::node

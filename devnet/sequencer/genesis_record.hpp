#pragma once

#include <string>
#include <utility>
#include <vector>

#include "devnet/bank/genesis.hpp"
#include "devnet/store/error.hpp"
#include "devnet/store/records.hpp"
#include "sdk/types/result.hpp"

namespace orrery::sequencer {

/// A genesis as a ledger stores it. `settings` are further settings to keep beside it, for whoever
/// starts the chain again.
store::GenesisRecord to_record(
    const bank::Genesis& genesis,
    const std::vector<std::pair<std::string, std::string>>& settings = {});

/// The genesis of a ledger. Error: damaged, when it isn't what its hash says.
Result<bank::Genesis, store::StoreError> from_record(const store::GenesisRecord& record);

}  // namespace orrery::sequencer

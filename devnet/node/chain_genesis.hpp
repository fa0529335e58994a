#pragma once

#include <string>

#include "devnet/bank/bank.hpp"
#include "devnet/node/config.hpp"
#include "devnet/node/error.hpp"
#include "devnet/store/records.hpp"

namespace orrery::node {

/// What a chain begins with: its genesis and the limits that its execution depends on. A ledger
/// stores all of it.
struct ChainGenesis {
    bank::Genesis genesis;
    std::uint64_t log_bytes_limit = 0;
};

/// The genesis that a configuration asks for; reads its program and account files. `now` in Unix
/// seconds. Errors: a file that can't be read or isn't what it should be; an address given twice.
NodeResult<ChainGenesis> make_genesis(const NodeConfig& config, std::int64_t now);

store::GenesisRecord to_record(const ChainGenesis& genesis);
/// Error (ledger): a setting is missing, or the content doesn't have the hash it is stored under.
NodeResult<ChainGenesis> from_record(const store::GenesisRecord& record);

/// Solana's builtins and syscalls on this genesis.
bank::BankConfig bank_config(ChainGenesis genesis);

}  // namespace orrery::node

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "devnet/bank/bank.hpp"

namespace orrery::bench {

/// Transactions of one kind, in the order they are sent.
struct Workload {
    std::string name;
    std::vector<Bytes> transactions;
};

/// What transactions.mjs took from LiteSVM: the accounts, the blockhash that the transactions name,
/// and the transactions, signed.
struct WorldFile {
    std::vector<std::pair<Pubkey, AccountRef>> accounts;
    Hash blockhash;
    std::vector<Workload> workloads;

    /// Reads a file; ends the process with a sentence when it is none.
    static WorldFile read(const std::string& path);
    const Workload& workload(std::string_view name) const;
};

/// A chain with a world's accounts and blockhash, its first slot open.
std::unique_ptr<bank::Bank> make_bank(const WorldFile& world);

}  // namespace orrery::bench

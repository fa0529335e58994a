#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "devnet/bank/genesis.hpp"
#include "devnet/svm/state/features.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/key.hpp"

namespace orrery {

/// What a sandbox begins with. Two sandboxes with the same parameters that get the same calls hold
/// the same bytes.
struct SandboxParams {
    std::array<std::uint8_t, 32> seed{};  ///< every key that a sandbox makes up comes from it
    std::int64_t unix_timestamp =
        1'700'000'000;  ///< seconds; time stands still unless it is warped
    std::uint64_t slots_per_epoch = 8192;
    std::uint64_t max_blockhash_age = 150;        ///< slots for which a blockhash stays valid
    std::uint64_t lamports_per_signature = 5000;  ///< 0: no fees but what a message bids
    bool check_signatures = true;   ///< false: anybody may sign as anybody, and nothing is signed
    bool check_blockhashes = true;  ///< false: any blockhash will do
    std::size_t log_bytes_limit = 10'000;  ///< per transaction; 0 = unlimited
    svm::Features features{};

    /// Programs of the upgradeable loader that are there from the start.
    std::vector<bank::GenesisProgram> programs{};
    /// Verbatim; they replace what is there.
    std::vector<std::pair<Pubkey, Account>> accounts{};
};

}  // namespace orrery

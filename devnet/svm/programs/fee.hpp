#pragma once

#include <cstdint>

#include "devnet/svm/programs/compute_budget_limits.hpp"
#include "sdk/tx/message.hpp"

namespace orrery::programs {

/// What a transaction pays, in lamports (svm-runtime.md 1.3).
struct Fee {
    /// For signatures, those that precompiles check included; of a jumbo transaction also for its
    /// compute units and its size (docs/spec/jumbo.md 3).
    std::uint64_t base = 0;
    /// Price x compute unit limit, rounded up; or what a v1 or jumbo message states.
    std::uint64_t prioritization = 0;

    std::uint64_t total() const;
    bool operator==(const Fee&) const = default;
};

/// Signatures that a message pays for: its own, and the count in the first data byte of each
/// ed25519, secp256k1 and secp256r1 precompile instruction.
std::uint64_t count_signatures(const tx::Message& message);

/// Saturates at 2^64 - 1.
Fee calculate_fee(const tx::Message& message, const ComputeBudgetLimits& limits,
                  std::uint64_t lamports_per_signature);

}  // namespace orrery::programs

#pragma once

#include <cstdint>

#include "sdk/tx/error.hpp"
#include "sdk/tx/message.hpp"
#include "sdk/types/instruction.hpp"
#include "sdk/types/result.hpp"

namespace orrery::programs {

constexpr std::uint32_t max_compute_unit_limit = 1'400'000;
constexpr std::uint32_t default_instruction_compute_units = 200'000;
constexpr std::uint32_t default_builtin_compute_units = 3'000;
constexpr std::uint32_t min_heap_bytes = 32 * 1024;
constexpr std::uint32_t max_heap_bytes = 256 * 1024;
constexpr std::uint32_t max_loaded_accounts_data_size = 64 * 1024 * 1024;  ///< bytes

/// What a transaction may use and what it bids: its compute budget instructions and the defaults
/// taken together (svm-runtime.md 1.2), or what a v1 or jumbo message states itself (SIMD-0385).
struct ComputeBudgetLimits {
    std::uint32_t heap_bytes = min_heap_bytes;
    std::uint32_t compute_unit_limit = 0;
    /// Micro-lamports per CU; of a message that bids whole lamports, what they make per CU.
    std::uint64_t compute_unit_price = 0;
    std::uint32_t loaded_accounts_data_size = max_loaded_accounts_data_size;  ///< bytes
    bool operator==(const ComputeBudgetLimits&) const = default;
};

/// Reads a message's compute budget instructions, or its own budget, where such instructions mean
/// nothing and what is unset is 0. Programs are static keys, as sanitize has checked. Errors:
/// InstructionError(i, InvalidInstructionData), DuplicateInstruction(i),
/// InvalidLoadedAccountsDataSizeLimit; of an own budget SanitizeFailure, for an impossible heap.
Result<ComputeBudgetLimits, tx::TransactionError> compute_budget_limits(const tx::Message& message);

}  // namespace orrery::programs

#pragma once

#include <cstddef>
#include <cstdint>

namespace orrery::tx {

/// Limits of a jumbo transaction (docs/spec/jumbo.md 2).
constexpr std::size_t max_jumbo_size = std::size_t{2} << 20;  ///< wire bytes
constexpr std::size_t max_jumbo_addresses = 8192;
constexpr std::size_t max_jumbo_instructions = 8192;
constexpr std::size_t max_jumbo_signatures = 64;
constexpr std::uint32_t max_jumbo_compute_units = 24'000'000;
constexpr std::uint32_t max_jumbo_loaded_accounts_data_size = 256u << 20;  ///< bytes
constexpr std::size_t max_jumbo_instruction_trace = 16'384;

/// What a transaction of `size` bytes (signed bytes and 64 for each signature) pays for its size,
/// in lamports: nothing up to 4 KiB, then exponentially, doubling every 64 KiB and linear between.
/// Integer, monotone; saturates at 2^64 - 1, far above any valid size. Source:
/// docs/spec/jumbo.md 3.
std::uint64_t jumbo_fee(std::uint64_t size);

}  // namespace orrery::tx

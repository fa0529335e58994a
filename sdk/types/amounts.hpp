#pragma once

#include <compare>
#include <cstdint>

namespace orrery {

/// A point of the chain's time; slots without a shred count too.
struct Slot {
    std::uint64_t value = 0;
    auto operator<=>(const Slot&) const = default;
};

/// 1e-9 SOL. Plain arithmetic on `.value` is for code that has checked the range.
struct Lamports {
    std::uint64_t value = 0;
    auto operator<=>(const Lamports&) const = default;
};

constexpr std::uint64_t lamports_per_sol = 1'000'000'000;

/// Lamports of rent exemption per byte of an account; the default genesis' Rent sysvar says the
/// same (svm-runtime.md 6).
constexpr std::uint64_t default_lamports_per_byte = 6960;
/// Bytes that rent counts for every account besides its data.
constexpr std::uint64_t account_storage_overhead = 128;

}  // namespace orrery

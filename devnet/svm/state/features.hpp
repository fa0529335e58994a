#pragma once

#include <cstdint>

namespace orrery::svm {

/// Feature gates that change what our code does, as of LiteSVM 1.5.0 (svm-runtime.md 7). A gate
/// that is always on, or always off, on every chain we model is no row here: it is simply how the
/// code is.
enum class Feature : std::uint8_t {
    raise_cpi_nesting_limit_to_8,    ///< SIMD-0268: stack height 9 instead of 5
    increase_tx_account_lock_limit,  ///< 128 account locks instead of 64
};

/// The gates active on a chain: a value, passed in, part of the program cache's key.
struct Features {
    std::uint64_t bits = 0;

    constexpr bool active(Feature f) const { return bits >> static_cast<unsigned>(f) & 1; }
    constexpr Features with(Feature f) const {
        return {bits | std::uint64_t{1} << static_cast<unsigned>(f)};
    }
    bool operator==(const Features&) const = default;
};

}  // namespace orrery::svm

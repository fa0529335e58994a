#pragma once

#include <cstdint>
#include <string_view>

namespace orrery::events {

/// How settled something is. processed = executed; confirmed = its shred is stored; finalized = so
/// is everything before it, and the finality lag has passed (solayer-chain.md 7, Finality).
enum class Commitment : std::uint8_t { processed, confirmed, finalized };
constexpr std::size_t commitment_count = 3;

constexpr std::string_view name(Commitment commitment) {
    constexpr std::string_view names[] = {"processed", "confirmed", "finalized"};
    return names[static_cast<std::size_t>(commitment)];
}

}  // namespace orrery::events

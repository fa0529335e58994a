#include "devnet/svm/programs/fee.hpp"

#include <algorithm>

#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/types/ids.hpp"
#include "sdk/types/int128.hpp"

namespace orrery::programs {
namespace {

constexpr std::uint64_t micro_lamports_per_lamport = 1'000'000;

std::uint64_t saturate(Uint128 value) {
    return value > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(value);
}

bool is_precompile(const Pubkey& program) {
    return program == ids::ed25519_precompile || program == ids::secp256k1_precompile ||
           program == ids::secp256r1_precompile;
}

// For the compute units beyond the first 1.4 M that are asked for, and for the size.
std::uint64_t jumbo_surcharge(const tx::Message& message, const ComputeBudgetLimits& limits) {
    constexpr std::uint64_t lamports_per_step = 5'000;
    const auto steps = (std::max(limits.compute_unit_limit, 1u) - 1) / max_compute_unit_limit;
    const auto size =
        message.signed_bytes.size() + Signature::size * message.num_required_signatures;
    return saturate(Uint128{tx::jumbo_fee(size)} + steps * lamports_per_step);
}

}  // namespace

std::uint64_t Fee::total() const { return saturate(Uint128{base} + prioritization); }

std::uint64_t count_signatures(const tx::Message& message) {
    std::uint64_t count = message.num_required_signatures;
    for (const auto& instruction : message.instructions) {
        if (instruction.program_index >= message.static_keys.size() || instruction.data.empty())
            continue;
        if (is_precompile(message.static_keys[instruction.program_index]))
            count += instruction.data.front();
    }
    return count;
}

Fee calculate_fee(const tx::Message& message, const ComputeBudgetLimits& limits,
                  std::uint64_t lamports_per_signature) {
    const auto base = saturate(Uint128{count_signatures(message)} * lamports_per_signature);
    if (message.has_budget()) {
        const auto surcharge =
            message.version == tx::Version::jumbo ? jumbo_surcharge(message, limits) : 0;
        return {saturate(Uint128{base} + surcharge), message.budget.priority_fee};
    }
    if (limits.compute_unit_price == 0) return {base, 0};  // spares a wide division
    const auto bid = Uint128{limits.compute_unit_price} * limits.compute_unit_limit;
    return {base, saturate((bid + micro_lamports_per_lamport - 1) / micro_lamports_per_lamport)};
}

}  // namespace orrery::programs

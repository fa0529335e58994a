#include "devnet/svm/programs/fee.hpp"

#include "sdk/types/ids.hpp"

namespace orrery::programs {
namespace {

constexpr std::uint64_t micro_lamports_per_lamport = 1'000'000;

__extension__ using Wide = unsigned __int128;

std::uint64_t saturate(Wide value) {
    return value > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(value);
}

bool is_precompile(const Pubkey& program) {
    return program == ids::ed25519_precompile || program == ids::secp256k1_precompile ||
           program == ids::secp256r1_precompile;
}

}  // namespace

std::uint64_t Fee::total() const { return saturate(Wide{base} + prioritization); }

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
    const auto base = saturate(Wide{count_signatures(message)} * lamports_per_signature);
    if (limits.compute_unit_price == 0) return {base, 0};  // spares a wide division
    const auto bid = Wide{limits.compute_unit_price} * limits.compute_unit_limit;
    return {base, saturate((bid + micro_lamports_per_lamport - 1) / micro_lamports_per_lamport)};
}

}  // namespace orrery::programs

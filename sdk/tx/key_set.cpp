#include "sdk/tx/key_set.hpp"

#include "sdk/types/ids.hpp"

namespace orrery::tx {

const Pubkey* nonce_of(std::span<const Instruction> instructions) {
    constexpr std::uint32_t advance_nonce_tag = 4;
    if (instructions.empty()) return nullptr;
    const Instruction& first = instructions.front();
    const bool advances = first.program_id == ids::system && first.data.size() >= 4 &&
                          load_le<std::uint32_t>(first.data.data()) == advance_nonce_tag;
    return advances && !first.accounts.empty() ? &first.accounts[0].pubkey : nullptr;
}

}  // namespace orrery::tx

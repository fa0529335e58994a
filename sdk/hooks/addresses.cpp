#include "sdk/hooks/addresses.hpp"

#include <array>

#include "sdk/types/check.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::hooks {
namespace {

// Fails only when all 255 bumps give points of the curve: nobody can bring that about.
crypto::ProgramAddress find(std::initializer_list<ByteSpan> seeds) {
    const auto found = crypto::find_program_address(seeds, ids::hooks);
    ORRERY_CHECK(found);
    return *found;
}

std::array<std::uint8_t, 8> le_bytes(std::uint64_t value) {
    std::array<std::uint8_t, 8> out{};
    store_le(out.data(), value);
    return out;
}

}  // namespace

crypto::ProgramAddress hook_address(const Pubkey& authority, std::uint64_t nonce) {
    return find({as_bytes(hook_seed), authority.span(), le_bytes(nonce)});
}

crypto::ProgramAddress auction_address(const Pubkey& target, std::uint64_t epoch) {
    return find({as_bytes(auction_seed), target.span(), le_bytes(epoch)});
}

crypto::ProgramAddress owner_address(const Pubkey& target) {
    return find({as_bytes(owner_seed), target.span()});
}

crypto::ProgramAddress signer_address(const Pubkey& hook) {
    return find({as_bytes(signer_seed), hook.span()});
}

}  // namespace orrery::hooks

#include "sdk/tx/instructions/associated_token.hpp"

#include "sdk/crypto/pda.hpp"
#include "sdk/tx/instructions/metas.hpp"
#include "sdk/types/check.hpp"

namespace orrery::tx::associated_token {
namespace {

Instruction make(const Pubkey& payer, const Wallet& wallet, std::uint8_t tag) {
    return {ids::spl_associated_token,
            {writable_signer(payer), writable(address(wallet)), readonly(wallet.owner),
             readonly(wallet.mint), readonly(ids::system), readonly(wallet.token_program)},
            {tag}};
}

}  // namespace

Pubkey address(const Wallet& wallet) {
    const auto found = crypto::find_program_address(
        {wallet.owner.span(), wallet.token_program.span(), wallet.mint.span()},
        ids::spl_associated_token);
    // 255 bumps all on the curve have probability 2^-255.
    ORRERY_CHECK(found.has_value());
    return found->address;
}

Instruction create(const Pubkey& payer, const Wallet& wallet) { return make(payer, wallet, 0); }

Instruction create_idempotent(const Pubkey& payer, const Wallet& wallet) {
    return make(payer, wallet, 1);
}

}  // namespace orrery::tx::associated_token

#include "escrow.hpp"

namespace {

using namespace sol;
using namespace escrow;

// The vault is the token program's account at its address, and its owner is the offer.
Result<void> make_vault(Account maker, Account offer, Account vault, Account mint, uint8_t bump) {
    SOL_CHECK(system::create_pda_account({.payer = maker,
                                          .account = vault,
                                          .space = token::Wallet::size,
                                          .owner = token::program_id},
                                         seeds("vault", offer.key(), bump)));
    return token::initialize_account3({vault, mint, offer.key()}).invoke();
}

Result<void> make(const Context& context, const Terms& terms) {
    SOL_ACCOUNTS(context, maker, offer, vault, tokens, given_mint, wanted_mint, token_program);
    SOL_ENSURE(terms.give > 0, EscrowError::NothingToGive);
    SOL_ENSURE(terms.want > 0, EscrowError::NothingWanted);
    SOL_CHECK(maker.expect_signer());
    SOL_CHECK(token_program.expect_key(token::program_id));
    SOL_CHECK(token::mint(wanted_mint));

    SOL_TRY(address, find_pda(context.program_id, seeds("offer", maker.key(), terms.id)));
    SOL_CHECK(offer.expect_key(address.key));
    SOL_TRY(vault_address, find_pda(context.program_id, seeds("vault", offer.key())));
    SOL_ENSURE(vault.key() == vault_address.key, EscrowError::WrongVault);

    SOL_CHECK(system::create_pda_account({.payer = maker,
                                          .account = offer,
                                          .space = Account::state_size<Offer>,
                                          .owner = context.program_id},
                                         seeds("offer", maker.key(), terms.id, address.bump)));
    SOL_CHECK(make_vault(maker, offer, vault, given_mint, vault_address.bump));
    SOL_CHECK(token::transfer({tokens, vault, maker, terms.give}).invoke());

    SOL_TRY(state, offer.new_state<Offer>(context.program_id));
    state.maker = maker.key();
    state.wanted_mint = wanted_mint.key();
    state.id = terms.id;
    state.want = terms.want;
    state.bump = address.bump;
    state.vault_bump = vault_address.bump;
    return {};
}

Result<const Offer&> open_offer(const Context& context, Account offer, Account vault) {
    SOL_CHECK(offer.expect_writable());
    SOL_TRY(state, offer.state<Offer>(context.program_id));
    // The bump was found by make(), so that the hash alone will do.
    SOL_ENSURE(
        vault.expect_known_pda(context.program_id, seeds("vault", offer.key(), state.vault_bump)),
        EscrowError::WrongVault);
    return state;
}

// Gives all of the vault to an account of the same mint and closes vault and offer; the maker, who
// paid for both, gets their lamports.
Result<void> settle(const Offer& state, Account offer, Account vault, Account to, Account maker) {
    SOL_TRY(held, token::wallet(vault));
    const auto& signing = seeds("offer", state.maker, state.id, state.bump);
    SOL_CHECK(token::transfer({vault, to, offer, held.amount()}).invoke_signed(signing));
    SOL_CHECK(token::close_account({vault, maker, offer}).invoke_signed(signing));
    return offer.close(maker);
}

Result<void> take(const Context& context) {
    SOL_ACCOUNTS(context, taker, maker, offer, vault, payment, taken, paid);
    SOL_CHECK(taker.expect_signer());
    SOL_TRY(state, open_offer(context, offer, vault));
    SOL_ENSURE(maker.key() == state.maker, EscrowError::NotTheMaker);

    SOL_TRY(paid_wallet, token::wallet(paid));
    SOL_ENSURE(paid_wallet.owner() == state.maker, EscrowError::NotTheMakersAccount);
    SOL_ENSURE(paid_wallet.mint() == state.wanted_mint, EscrowError::WrongMint);
    // Paying from the vault itself would be paying with the maker's own tokens.
    SOL_ENSURE(payment != vault && paid != vault, EscrowError::WrongVault);

    SOL_TRY(held, token::wallet(vault));
    const Taken event{state.maker, taker.key(), held.amount(), state.want};
    SOL_CHECK(token::transfer({payment, paid, taker, state.want}).invoke());
    SOL_CHECK(settle(state, offer, vault, taken, maker));
    emit(event);
    return {};
}

Result<void> cancel(const Context& context) {
    SOL_ACCOUNTS(context, maker, offer, vault, back);
    SOL_CHECK(maker.expect_signer());
    SOL_TRY(state, open_offer(context, offer, vault));
    SOL_ENSURE(maker.key() == state.maker, EscrowError::NotTheMaker);
    return settle(state, offer, vault, back, maker);
}

Result<void> process(const Context& context) {
    Reader arguments(context.data);
    SOL_TRY(instruction, arguments.read<Instruction>());
    Terms terms{};
    if (instruction == Instruction::Make) SOL_CHECK(arguments.read(terms));
    SOL_CHECK(arguments.finish());
    switch (instruction) {
        case Instruction::Make:
            return make(context, terms);
        case Instruction::Take:
            return take(context);
        case Instruction::Cancel:
            return cancel(context);
    }
    return ProgramError::InvalidInstructionData;
}

}  // namespace

SOL_ENTRYPOINT(process, 8);

#include "devnet/sandbox/impl.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/associated_token.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/instructions/token.hpp"
#include "sdk/tx/token_layout.hpp"

namespace orrery {
namespace {

SandboxResult<void> need_program(const Sandbox& chain, const Pubkey& program) {
    const auto found = chain.account(program);
    if (found && found->executable) return {};
    return fail_with(SandboxErrorCode::missing_program,
                     codec::to_string(program) +
                         " isn't on this chain; give its ELF in SandboxParams::programs or to "
                         "place_program");
}

/// The token program that owns a mint.
SandboxResult<Pubkey> program_of(const Sandbox& chain, const Pubkey& mint) {
    const auto found = chain.account(mint);
    if (found && ids::is_token_program(found->owner) && tx::unpack_mint(found->data.to_bytes()))
        return found->owner;
    return fail_with(SandboxErrorCode::wrong_account,
                     codec::to_string(mint) + " is no mint; make one with create_mint");
}

struct NewAccount {
    const crypto::Keypair& key;
    std::uint64_t space;
    Pubkey program;
};

Instruction create(const Sandbox& chain, const NewAccount& account) {
    return tx::system::create_account(
        {.from = chain.payer().pubkey,
         .to = account.key.pubkey,
         .lamports = Lamports{chain.rent().minimum_balance(account.space)},
         .space = account.space,
         .owner = account.program});
}

}  // namespace

SandboxResult<Pubkey> Sandbox::create_mint(const MintParams& params) {
    CHECK_OK(need_program(*this, params.program));
    const auto mint = params.mint ? *params.mint : impl_->new_key();
    const auto outcome =
        send({create(*this, {mint, tx::token::mint_size, params.program}),
              tx::token::initialize_mint({.mint = mint.pubkey,
                                          .decimals = params.decimals,
                                          .mint_authority = params.authority,
                                          .freeze_authority = params.freeze_authority,
                                          .program = params.program})},
             {&mint});
    CHECK_OK(demand(outcome, "making a mint"));
    return mint.pubkey;
}

SandboxResult<Pubkey> Sandbox::create_token_account(const TokenAccountParams& params) {
    TRY(const auto program, program_of(*this, params.mint));
    if (params.account) {
        const auto& key = *params.account;
        const auto outcome = send({create(*this, {key, tx::token::account_size, program}),
                                   tx::token::initialize_account({.account = key.pubkey,
                                                                  .mint = params.mint,
                                                                  .owner = params.owner,
                                                                  .program = program})},
                                  {&key});
        CHECK_OK(demand(outcome, "making a token account"));
        return key.pubkey;
    }
    CHECK_OK(need_program(*this, ids::spl_associated_token));
    const tx::associated_token::Wallet wallet{params.owner, params.mint, program};
    const auto outcome = send(tx::associated_token::create_idempotent(payer().pubkey, wallet));
    CHECK_OK(demand(outcome, "making an associated token account"));
    return tx::associated_token::address(wallet);
}

SandboxResult<void> Sandbox::mint_to(const MintToParams& params) {
    TRY(const auto program, program_of(*this, params.mint));
    const auto outcome = send(tx::token::mint_to({.mint = params.mint,
                                                  .account = params.account,
                                                  .mint_authority = params.authority.pubkey,
                                                  .amount = params.amount,
                                                  .program = program}),
                              {&params.authority});
    return demand(outcome, "minting tokens");
}

std::optional<std::uint64_t> Sandbox::token_balance(const Pubkey& account) const {
    const auto found = impl_->account(account);
    if (!found || !ids::is_token_program(found->owner)) return std::nullopt;
    const auto block = found->data.block();
    const auto copy = block ? Bytes{} : found->data.to_bytes();
    const auto token = tx::unpack_token_account(block ? *block : ByteSpan(copy));
    return token ? std::optional(token->amount) : std::nullopt;
}

std::optional<std::uint64_t> Sandbox::token_balance(const Pubkey& owner, const Pubkey& mint) const {
    const auto found = impl_->account(mint);
    if (!found) return std::nullopt;
    return token_balance(tx::associated_token::address({owner, mint, found->owner}));
}

}  // namespace orrery

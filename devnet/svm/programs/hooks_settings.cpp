#include "devnet/svm/programs/hooks_accounts.hpp"
#include "devnet/svm/programs/hooks_instructions.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/instructions.hpp"
#include "sdk/tx/loader_v3_state.hpp"

// The instructions about a chain's and a program's settings.
namespace orrery::programs::hooks_program {

using hooks::HookError;
using invoke::InstructionResult;
using invoke::InvokeContext;

namespace {

Loaded<hooks::Config> read_config(InvokeContext& context, Args& args, std::uint8_t bump) {
    const auto fields = args.bytes(hooks::Config::size - hooks::config_fields_offset);
    CHECK_OK(check_end(args));
    Bytes bytes = {static_cast<std::uint8_t>(hooks::AccountKind::config), bump};
    bytes.insert(bytes.end(), fields.begin(), fields.end());
    const auto config = hooks::Config::decode(bytes);
    if (!config)
        return refuse(context, Code::InvalidInstructionData, "a Config field is out of its range");
    return *config;
}

/// Accounts 2 and 3: a program and its programdata. Who may upgrade it.
Loaded<Pubkey> upgrade_authority(InvokeContext& context) {
    TRY(auto target, context.borrow(2));
    if (target.owner() != ids::loader_v3)
        return refuse(context, Code::InvalidAccountOwner, "target ", target.key(),
                      " is no upgradeable program");
    const auto state = tx::decode_loader_state(target.data());
    const auto* program = state ? std::get_if<tx::LoaderProgram>(&*state) : nullptr;
    if (!program)
        return refuse(context, Code::InvalidAccountData, "target ", target.key(),
                      " is no program account");
    const auto key = program->programdata;
    target.release();
    CHECK_OK(check_key(context, 3, key, "the target's programdata"));
    TRY(const auto account, context.borrow(3));
    const auto data_state = tx::decode_loader_state(account.data());
    const auto* data = data_state && account.owner() == ids::loader_v3
                           ? std::get_if<tx::LoaderProgramData>(&*data_state)
                           : nullptr;
    if (!data)
        return refuse(context, Code::InvalidAccountData, "account ", key, " is no programdata");
    if (!data->authority)
        return refuse(context, hook_error(HookError::NotAuthority),
                      "the target has no upgrade authority");
    return *data->authority;
}

InstructionResult create_owner(InvokeContext& context, const Pubkey& target) {
    const auto derived = hooks::owner_address(target);
    CHECK_OK(check_address(context, 1, derived.address, "the target's Owner"));
    TRY(const auto payer, context.account_key(4));
    CHECK_OK(create(context, {.index = 1,
                              .payer = payer,
                              .size = hooks::Owner::size,
                              .seeds = {as_bytes(hooks::owner_seed), target.span(),
                                        ByteSpan(&derived.bump, 1)}}));
    TRY(auto account, context.borrow(1));
    return account.set_state(hooks::Owner{derived.bump, target, {}, {}}.encode());
}

}  // namespace

// Accounts: authority, Config, system.
InstructionResult init_config(InvokeContext& context, Args& args) {
    CHECK_OK(check_roles(context, {Role::payer, Role::writable, Role::any}));
    CHECK_OK(check_system(context, 2));
    const auto derived = hooks::config_address();
    CHECK_OK(check_address(context, 1, derived.address, "the Config"));
    TRY(const auto absent, is_absent(context, 1));
    if (!absent)
        return refuse(context, hook_error(HookError::AlreadyInitialized), "the Config exists");
    TRY(const auto config, read_config(context, args, derived.bump));
    TRY(const auto authority, context.account_key(0));
    if (config.authority != authority)
        return refuse(context, hook_error(HookError::NotAuthority),
                      "the Config's authority must sign");
    CHECK_OK(
        create(context, {.index = 1,
                         .payer = authority,
                         .size = hooks::Config::size,
                         .seeds = {as_bytes(hooks::config_seed), ByteSpan(&derived.bump, 1)}}));
    TRY(auto account, context.borrow(1));
    return account.set_state(config.encode());
}

// Accounts: upgrade authority, Owner, target, programdata, payer, system.
InstructionResult set_owner_recipient(InvokeContext& context, Args& args) {
    const auto recipient = args.key();
    CHECK_OK(check_end(args));
    CHECK_OK(check_roles(
        context, {Role::signer, Role::writable, Role::any, Role::any, Role::payer, Role::any}));
    CHECK_OK(check_system(context, 5));
    TRY(const auto authority, upgrade_authority(context));
    TRY(const auto signer, context.account_key(0));
    if (signer != authority)
        return refuse(context, hook_error(HookError::NotAuthority),
                      "the target's upgrade authority ", authority, " must sign");
    TRY(const auto target, context.account_key(2));
    TRY(const auto absent, is_absent(context, 1));
    if (absent) CHECK_OK(create_owner(context, target));
    TRY(auto owner, load<hooks::Owner>(context, 1, "Owner"));
    if (owner.target != target)
        return refuse(context, Code::InvalidSeeds, "account 1 is another target's Owner");
    owner.recipient = recipient;
    owner.set_by = authority;
    TRY(auto account, context.borrow(1));
    return account.set_state(owner.encode());
}

}  // namespace orrery::programs::hooks_program

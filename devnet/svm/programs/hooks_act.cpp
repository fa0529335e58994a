#include "devnet/svm/programs/hooks_accounts.hpp"
#include "devnet/svm/programs/hooks_instructions.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/instructions.hpp"

namespace orrery::programs::hooks_program {

using hooks::Hook;
using hooks::HookError;
using invoke::InstructionResult;
using invoke::InvokeContext;

namespace {

constexpr std::size_t first_inner_account = 4;

/// The instruction to pass on: the program is account 3, its accounts follow.
Loaded<Instruction> read_inner(InvokeContext& context, Args& args) {
    const auto flags = args.bytes(args.u8());
    const auto data = args.bytes(args.remaining());
    CHECK_OK(check_end(args));
    CHECK_OK(context.check_account_count(first_inner_account + flags.size()));
    TRY(const auto program, context.account_key(3));
    Instruction inner{program, {}, {data.begin(), data.end()}};
    for (std::size_t i = 0; i < flags.size(); ++i) {
        if (flags[i] > (hooks::act_signer | hooks::act_writable))
            return invoke::error(Code::InvalidInstructionData);
        TRY(const auto key, context.account_key(first_inner_account + i));
        inner.accounts.push_back(
            {key, (flags[i] & hooks::act_signer) != 0, (flags[i] & hooks::act_writable) != 0});
    }
    return inner;
}

}  // namespace

// Accounts: authority, Hook, the hook's signer, program, the program's accounts.
InstructionResult act(InvokeContext& context, Args& args) {
    if (context.stack_height() != 1)
        return refuse(context, hook_error(HookError::NotTopLevel),
                      "Act cannot be called by a program");
    CHECK_OK(check_roles(context, {Role::signer, Role::any, Role::any, Role::any}));
    TRY(const auto hook, load<Hook>(context, 1, "Hook"));
    TRY(const auto authority, context.account_key(0));
    if (authority != hook.authority)
        return refuse(context, hook_error(HookError::NotAuthority),
                      "the hook's authority must sign");
    TRY(const auto key, context.account_key(1));
    const auto signer = crypto::create_program_address(
        {as_bytes(hooks::signer_seed), key.span(), ByteSpan(&hook.signer_bump, 1)}, ids::hooks);
    if (!signer) return invoke::error(Code::InvalidSeeds);
    CHECK_OK(check_address(context, 2, *signer, "the hook's signer"));
    TRY(const auto inner, read_inner(context, args));
    return context.call_last(inner, {&*signer, 1});
}

}  // namespace orrery::programs::hooks_program

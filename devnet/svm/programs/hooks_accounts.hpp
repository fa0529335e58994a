#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "devnet/svm/programs/log.hpp"
#include "sdk/hooks/accounts.hpp"
#include "sdk/hooks/limits.hpp"
#include "sdk/types/ids.hpp"

/// What the Hooks program's instructions share: checks of accounts, and moving money.
namespace orrery::programs::hooks_program {

template <class T>
using Loaded = Result<T, tx::InstructionError>;
using Code = invoke::InstructionErrorCode;

constexpr tx::InstructionError hook_error(hooks::HookError error) {
    return tx::custom_error(static_cast<std::uint32_t>(error));
}

/// What an instruction asks of one of its accounts.
enum class Role : std::uint8_t { any, writable, signer, payer };  ///< payer: signs and is writable

/// Errors: MissingAccount, MissingRequiredSignature, Immutable.
invoke::InstructionResult check_roles(invoke::InvokeContext& context,
                                      std::initializer_list<Role> roles);
/// Error: InvalidArgument.
invoke::InstructionResult check_key(invoke::InvokeContext& context, std::size_t index,
                                    const Pubkey& expected, std::string_view what);
/// Error: InvalidSeeds.
invoke::InstructionResult check_address(invoke::InvokeContext& context, std::size_t index,
                                        const Pubkey& expected, std::string_view what);
/// Error: IncorrectProgramId.
invoke::InstructionResult check_system(invoke::InvokeContext& context, std::size_t index);
/// A fee payer is owned by the system program and has no data. Error: BadFeePayer.
invoke::InstructionResult check_fee_payer(invoke::InvokeContext& context, std::size_t index);

/// Whether a program's account of this kind can still be made there: nothing has ever been.
/// Error: InvalidAccountOwner for an account of another program.
Loaded<bool> is_absent(invoke::InvokeContext& context, std::size_t index);

/// An account of the program. Errors: NotInitialized when there is none; InvalidAccountOwner,
/// InvalidAccountData.
template <class T>
Loaded<T> load(invoke::InvokeContext& context, std::size_t index, std::string_view what) {
    TRY(const auto absent, is_absent(context, index));
    if (absent)
        return refuse(context, hook_error(hooks::HookError::NotInitialized), what,
                      " is not initialized");
    TRY(const auto account, context.borrow(index));
    auto decoded = T::decode(account.data());
    if (!decoded)
        return refuse(context, Code::InvalidAccountData, "account ", account.key(), " is no ",
                      what);
    return *std::move(decoded);
}

/// The chain's Config at `index`. Errors: as load, InvalidSeeds.
Loaded<hooks::Config> load_config(invoke::InvokeContext& context, std::size_t index);

std::uint64_t current_epoch(const invoke::InvokeContext& context, const hooks::Config& config);
std::uint64_t rent(const invoke::InvokeContext& context, std::size_t data_size);

struct NewAccount {
    std::size_t index = 0;  ///< where it stands in the instruction; checked to be absent
    Pubkey payer;           ///< pays what the account lacks for its rent
    std::size_t size = 0;
    std::vector<ByteSpan> seeds;  ///< the bump included; borrowed
};
/// Makes a program's account of an absent one, even when somebody funded its address before.
invoke::InstructionResult create(invoke::InvokeContext& context, const NewAccount& make);

/// Moves lamports of an account of the program.
invoke::InstructionResult pay_out(invoke::InvokeContext& context, std::size_t from, std::size_t to,
                                  std::uint64_t lamports);
/// Gives an account of the program back to the system, and what it holds to `to`.
invoke::InstructionResult close(invoke::InvokeContext& context, std::size_t index, std::size_t to);

}  // namespace orrery::programs::hooks_program

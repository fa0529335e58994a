#pragma once

#include <string_view>

#include "devnet/svm/invoke/context.hpp"
#include "devnet/svm/programs/instruction_args.hpp"
#include "sdk/tx/loader_v3_state.hpp"

namespace orrery::programs {

/// What the upgradeable loader logs when an authority doesn't do.
struct AuthorityTexts {
    std::string_view none;
    std::string_view wrong;
    std::string_view unsigned_;
};
inline constexpr AuthorityTexts buffer_authority = {
    "Buffer is immutable", "Incorrect buffer authority provided", "Buffer authority did not sign"};
inline constexpr AuthorityTexts upgrade_authority = {"Program not upgradeable",
                                                     "Incorrect upgrade authority provided",
                                                     "Upgrade authority did not sign"};

/// Checks that instruction account `index` is the authority and signs. Errors: Immutable,
/// IncorrectAuthority, MissingRequiredSignature.
invoke::InstructionResult check_authority(invoke::InvokeContext& context,
                                          const std::optional<Pubkey>& authority, std::size_t index,
                                          const AuthorityTexts& texts);

/// Error: InvalidAccountData.
Result<tx::LoaderState, tx::InstructionError> read_loader_state(
    const invoke::BorrowedAccount& account);

/// Loads an ELF under the rules for new programs. Error: InvalidAccountData, with sbpf's reason in
/// the log.
invoke::InstructionResult verify_elf(invoke::InvokeContext& context, ByteSpan elf);

/// Lamports that a programdata account of `size` bytes must have.
std::uint64_t programdata_rent(const invoke::InvokeContext& context, std::size_t size);

/// The loader's instructions on deployed programs, one function each; rows of its table.
invoke::InstructionResult deploy_with_max_data_len(invoke::InvokeContext& context,
                                                   InstructionArgs& args);
invoke::InstructionResult upgrade_program(invoke::InvokeContext& context, InstructionArgs& args);
invoke::InstructionResult extend_program(invoke::InvokeContext& context, InstructionArgs& args);

}  // namespace orrery::programs

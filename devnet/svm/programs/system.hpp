#pragma once

#include <cstdint>

#include "devnet/svm/invoke/builtin.hpp"
#include "sdk/types/instruction.hpp"

namespace orrery::programs {

/// The system program's instructions: the u32 that opens their data.
enum class SystemTag : std::uint32_t {
    create_account,
    assign,
    transfer,
    create_account_with_seed,
    advance_nonce_account,
    withdraw_nonce_account,
    initialize_nonce_account,
    authorize_nonce_account,
    allocate,
    allocate_with_seed,
    assign_with_seed,
    transfer_with_seed,
    upgrade_nonce_account,
    create_account_allow_prefund,
};
constexpr std::size_t system_instruction_count = 14;

/// The system program's own errors: Custom(n).
enum class SystemError : std::uint32_t {
    account_already_in_use,
    result_with_negative_lamports,
    invalid_program_id,
    invalid_account_data_length,
    max_seed_length_exceeded,
    address_with_seed_mismatch,
    nonce_no_recent_blockhashes,
    nonce_blockhash_not_expired,
    nonce_unexpected_blockhash_value,
};

constexpr tx::InstructionError system_error(SystemError error) {
    return tx::custom_error(static_cast<std::uint32_t>(error));
}

/// The system program (svm-runtime.md 5.1): creates, funds and hands over accounts; nonces.
invoke::InstructionResult process_system(invoke::InvokeContext& context);

/// Instructions that other builtins send to the system program.
Instruction system_create_account(const Pubkey& from, const Pubkey& to, std::uint64_t lamports,
                                  std::uint64_t space, const Pubkey& owner);
Instruction system_transfer(const Pubkey& from, const Pubkey& to, std::uint64_t lamports);
Instruction system_allocate(const Pubkey& account, std::uint64_t space);
Instruction system_assign(const Pubkey& account, const Pubkey& owner);

}  // namespace orrery::programs

#pragma once

#include <cstdint>
#include <string_view>

#include "sdk/sbpf/hash.hpp"

namespace orrery::sbpf {

/// A syscall as programs know it: by name in an object file, by hash in an instruction.
struct SyscallName {
    std::string_view name;
    std::uint32_t hash;
    bool deployable;  ///< false: old programs may call it, new ones can't be deployed with it

    consteval SyscallName(const char* text, bool may_deploy = true)
        : name(text), hash(murmur3(text)), deployable(may_deploy) {}
};

// clang-format off
/// Every syscall that a chain of Solana's kind may have: X(identifier, deployable). Which of them a
/// chain does have is the business of its VM (agave: syscalls/mod.rs).
#define ORRERY_SBPF_SYSCALLS(X) \
    X(abort,                                 true) \
    X(sol_panic_,                            true) \
    X(sol_log_,                              true) \
    X(sol_log_64_,                           true) \
    X(sol_log_pubkey,                        true) \
    X(sol_log_compute_units_,                true) \
    X(sol_log_data,                          true) \
    X(sol_memcpy_,                           true) \
    X(sol_memmove_,                          true) \
    X(sol_memset_,                           true) \
    X(sol_memcmp_,                           true) \
    X(sol_sha256,                            true) \
    X(sol_sha512,                            true) \
    X(sol_keccak256,                         true) \
    X(sol_blake3,                            true) \
    X(sol_poseidon,                          true) \
    X(sol_create_program_address,            true) \
    X(sol_try_find_program_address,          true) \
    X(sol_get_clock_sysvar,                  true) \
    X(sol_get_rent_sysvar,                   true) \
    X(sol_get_fees_sysvar,                   true) \
    X(sol_get_epoch_schedule_sysvar,         true) \
    X(sol_get_epoch_rewards_sysvar,          true) \
    X(sol_get_last_restart_slot,             true) \
    X(sol_get_sysvar,                        true) \
    X(sol_get_epoch_stake,                   true) \
    X(sol_set_return_data,                   true) \
    X(sol_get_return_data,                   true) \
    X(sol_get_stack_height,                  true) \
    X(sol_get_processed_sibling_instruction, true) \
    X(sol_remaining_compute_units,           true) \
    X(sol_alloc_free_,                       false) \
    X(sol_secp256k1_recover,                 true) \
    X(sol_curve_validate_point,              true) \
    X(sol_curve_group_op,                    true) \
    X(sol_curve_multiscalar_mul,             true) \
    X(sol_curve_decompress,                  true) \
    X(sol_curve_pairing_map,                 true) \
    X(sol_alt_bn128_group_op,                true) \
    X(sol_alt_bn128_compression,             true) \
    X(sol_big_mod_exp,                       true) \
    X(sol_invoke_signed_c,                   true) \
    X(sol_invoke_signed_rust,                true)
// clang-format on

/// One constant per syscall: `syscall::sol_log_`.
namespace syscall {
#define X(id, deployable) inline constexpr SyscallName id(#id, deployable);
ORRERY_SBPF_SYSCALLS(X)
#undef X
}  // namespace syscall

/// All of them, in the list's order.
inline constexpr SyscallName syscall_names[] = {
#define X(id, deployable) syscall::id,
    ORRERY_SBPF_SYSCALLS(X)
#undef X
};

/// The syscall of that name, or null.
constexpr const SyscallName* find_syscall(std::string_view name) {
    for (const auto& row : syscall_names) {
        if (row.name == name) return &row;
    }
    return nullptr;
}

/// The syscall with that hash, or null.
constexpr const SyscallName* find_syscall(std::uint32_t hash) {
    for (const auto& row : syscall_names) {
        if (row.hash == hash) return &row;
    }
    return nullptr;
}

}  // namespace orrery::sbpf

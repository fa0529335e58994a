#include "devnet/svm/syscalls/table.hpp"

#include <array>
#include <utility>

#include "devnet/svm/syscalls/cpi.hpp"
#include "devnet/svm/syscalls/functions.hpp"

namespace orrery::syscalls {
namespace {

template <class... Registers>
Answer pass(Answer (*function)(Call&, Registers...), Call& call,
            const std::array<uint64_t, 5>& registers) {
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
        return function(call, registers[i]...);
    }(std::index_sequence_for<Registers...>());
}

// A syscall's function as the VM calls it.
template <auto function>
vm::SyscallOutcome enter(vm::SyscallHost& host, vm::VmState& vm, uint64_t r1, uint64_t r2,
                         uint64_t r3, uint64_t r4, uint64_t r5) {
    auto& context = static_cast<invoke::InvokeContext&>(host);
    Call call(vm, context);
    Answer answer = pass(function, call, {r1, r2, r3, r4, r5});
    if (answer) return {vm::SyscallStatus::ok, *answer};
    context.syscall_error = std::move(answer.error());
    return {vm::SyscallStatus::fault, 0};
}

namespace name = sbpf::syscall;

constexpr vm::Syscall table[] = {
    {name::abort, enter<sol_abort>},
    {name::sol_panic_, enter<sol_panic>},
    {name::sol_log_, enter<sol_log>},
    {name::sol_log_64_, enter<sol_log_64>},
    {name::sol_log_pubkey, enter<sol_log_pubkey>},
    {name::sol_log_compute_units_, enter<sol_log_compute_units>},
    {name::sol_log_data, enter<sol_log_data>},
    {name::sol_memcpy_, enter<sol_memcpy>},
    {name::sol_memmove_, enter<sol_memmove>},
    {name::sol_memset_, enter<sol_memset>},
    {name::sol_memcmp_, enter<sol_memcmp>},
    {name::sol_sha256, enter<sol_sha256>},
    {name::sol_keccak256, enter<sol_keccak256>},
    {name::sol_create_program_address, enter<sol_create_program_address>},
    {name::sol_try_find_program_address, enter<sol_try_find_program_address>},
    {name::sol_get_clock_sysvar, enter<sol_get_clock_sysvar>},
    {name::sol_get_rent_sysvar, enter<sol_get_rent_sysvar>},
    {name::sol_get_epoch_schedule_sysvar, enter<sol_get_epoch_schedule_sysvar>},
    {name::sol_get_epoch_rewards_sysvar, enter<sol_get_epoch_rewards_sysvar>},
    {name::sol_get_last_restart_slot, enter<sol_get_last_restart_slot>},
    {name::sol_get_sysvar, enter<sol_get_sysvar>},
    {name::sol_get_epoch_stake, enter<sol_get_epoch_stake>},
    {name::sol_set_return_data, enter<sol_set_return_data>},
    {name::sol_get_return_data, enter<sol_get_return_data>},
    {name::sol_get_stack_height, enter<sol_get_stack_height>},
    {name::sol_get_processed_sibling_instruction, enter<sol_get_processed_sibling_instruction>},
    {name::sol_alloc_free_, enter<sol_alloc_free>},
    {name::sol_secp256k1_recover, enter<sol_secp256k1_recover>},
    {name::sol_curve_validate_point, enter<sol_curve_validate_point>},
    {name::sol_curve_group_op, enter<sol_curve_group_op>},
    {name::sol_curve_multiscalar_mul, enter<sol_curve_multiscalar_mul>},
    {name::sol_invoke_signed_c, sol_invoke_signed_c},
    {name::sol_invoke_signed_rust, sol_invoke_signed_rust},
};

}  // namespace

std::span<const vm::Syscall> syscall_table() { return table; }

const vm::SyscallRegistry& syscall_registry() {
    static const vm::SyscallRegistry registry(table);
    return registry;
}

}  // namespace orrery::syscalls

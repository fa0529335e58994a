#pragma once

#include "devnet/svm/syscalls/translate.hpp"

/// The syscalls' functions, by family; table.cpp gives them their names. Parameters are the
/// registers r1 to r5, named as in the C headers. Costs, errors and their order: svm-runtime.md 4
/// and upstream's syscalls/src.
namespace orrery::syscalls {

using std::uint64_t;

// log.cpp
Answer sol_abort(Call& call);
Answer sol_panic(Call& call, uint64_t file, uint64_t length, uint64_t line, uint64_t column);
Answer sol_log(Call& call, uint64_t text, uint64_t length);
Answer sol_log_64(Call& call, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);
Answer sol_log_pubkey(Call& call, uint64_t key);
Answer sol_log_compute_units(Call& call);
Answer sol_log_data(Call& call, uint64_t fields, uint64_t count);

// mem.cpp
Answer sol_memcpy(Call& call, uint64_t to, uint64_t from, uint64_t length);
Answer sol_memmove(Call& call, uint64_t to, uint64_t from, uint64_t length);
Answer sol_memset(Call& call, uint64_t to, uint64_t byte, uint64_t length);
Answer sol_memcmp(Call& call, uint64_t a, uint64_t b, uint64_t length, uint64_t result);

// hash.cpp
Answer sol_sha256(Call& call, uint64_t slices, uint64_t count, uint64_t result);
Answer sol_keccak256(Call& call, uint64_t slices, uint64_t count, uint64_t result);

// pda.cpp
Answer sol_create_program_address(Call& call, uint64_t seeds, uint64_t count, uint64_t program,
                                  uint64_t address);
Answer sol_try_find_program_address(Call& call, uint64_t seeds, uint64_t count, uint64_t program,
                                    uint64_t address, uint64_t bump);

// sysvar.cpp
Answer sol_get_clock_sysvar(Call& call, uint64_t result);
Answer sol_get_rent_sysvar(Call& call, uint64_t result);
Answer sol_get_epoch_schedule_sysvar(Call& call, uint64_t result);
Answer sol_get_epoch_rewards_sysvar(Call& call, uint64_t result);
Answer sol_get_last_restart_slot(Call& call, uint64_t result);
Answer sol_get_sysvar(Call& call, uint64_t id, uint64_t result, uint64_t offset, uint64_t length);
Answer sol_get_epoch_stake(Call& call, uint64_t vote_account);

// return_data.cpp
Answer sol_set_return_data(Call& call, uint64_t data, uint64_t length);
Answer sol_get_return_data(Call& call, uint64_t data, uint64_t length, uint64_t program);
Answer sol_get_stack_height(Call& call);
Answer sol_get_processed_sibling_instruction(Call& call, uint64_t index, uint64_t lengths,
                                             uint64_t program, uint64_t data, uint64_t accounts);

// heap.cpp
Answer sol_alloc_free(Call& call, uint64_t size, uint64_t free_address);

// secp256k1.cpp
Answer sol_secp256k1_recover(Call& call, uint64_t hash, uint64_t recovery_id, uint64_t signature,
                             uint64_t result);

// curve.cpp
Answer sol_curve_validate_point(Call& call, uint64_t curve, uint64_t point);
Answer sol_curve_group_op(Call& call, uint64_t curve, uint64_t operation, uint64_t left,
                          uint64_t right, uint64_t result);
Answer sol_curve_multiscalar_mul(Call& call, uint64_t curve, uint64_t scalars, uint64_t points,
                                 uint64_t count, uint64_t result);

}  // namespace orrery::syscalls

#pragma once

#include <span>

#include "devnet/svm/vm/syscall.hpp"

namespace orrery::syscalls {

/// The syscalls of our chains: one row each. Rows that upstream gates off are absent (sol_blake3,
/// sol_sha512, sol_big_mod_exp, sol_remaining_compute_units, sol_get_fees_sysvar), and so are,
/// until they are written, the BLS12-381, alt_bn128 and Poseidon families; a call of an absent one
/// ends with "unsupported BPF instruction".
std::span<const vm::Syscall> syscall_table();

/// The same, by hash. Immutable and shared; any thread.
const vm::SyscallRegistry& syscall_registry();

}  // namespace orrery::syscalls

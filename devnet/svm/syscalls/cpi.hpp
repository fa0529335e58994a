#pragma once

#include <cstdint>

#include "devnet/svm/invoke/context.hpp"
#include "devnet/svm/vm/syscall.hpp"

namespace orrery::syscalls {

/// sol_invoke_signed in the C and the Rust ABI. Translates and checks everything the caller passed,
/// hands the caller's account edits to the transaction, prepares the callee and answers `invoke`:
/// the driver loop pushes the frame (svm-runtime.md 2.5; upstream cpi.rs).
vm::SyscallOutcome sol_invoke_signed_c(vm::SyscallHost& host, vm::VmState& vm,
                                       std::uint64_t instruction, std::uint64_t infos,
                                       std::uint64_t info_count, std::uint64_t seeds,
                                       std::uint64_t seed_count);
vm::SyscallOutcome sol_invoke_signed_rust(vm::SyscallHost& host, vm::VmState& vm,
                                          std::uint64_t instruction, std::uint64_t infos,
                                          std::uint64_t info_count, std::uint64_t seeds,
                                          std::uint64_t seed_count);

/// After the callee succeeded: copies what it changed into the caller's memory. The caller is the
/// context's innermost frame. False: the caller fails with context.syscall_error.
bool finish_cpi(invoke::InvokeContext& context);

}  // namespace orrery::syscalls

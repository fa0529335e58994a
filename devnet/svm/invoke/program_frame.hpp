#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "devnet/svm/vm/state.hpp"
#include "sdk/tx/error.hpp"

namespace orrery::invoke {

/// Why a program or one of its syscalls stopped: what its log line says and what the transaction
/// reports (svm-runtime.md 2.3).
struct ProgramError {
    tx::InstructionError error;  ///< ProgramFailedToComplete for VM faults and syscall errors
    std::string text;            ///< after "failed: "
};

/// Where the serializer put one account of an instruction, as VM addresses (svm-runtime.md 2.6).
struct SerializedAccount {
    std::uint64_t key = 0;
    std::uint64_t owner = 0;
    std::uint64_t lamports = 0;
    std::uint64_t data = 0;
    std::size_t original_data_len = 0;
    bool is_duplicate = false;  ///< the account stands before it already
};

/// An account that a CPI in flight shares with its caller.
struct CpiAccount {
    std::uint16_t index_in_caller = 0;  ///< instruction account of the caller
    std::uint64_t data_len_address =
        0;                       ///< VM address of the length cell in the caller's account info
    std::uint64_t data_len = 0;  ///< length the caller's view had when the CPI started
    bool update_caller = false;  ///< writable in the callee: copied back afterwards
};

/// One running program: its VM and what the runtime must remember while it is suspended in a CPI.
/// A copyable value.
struct ProgramFrame {
    vm::VmState vm;
    std::vector<SerializedAccount>
        accounts;                      ///< by instruction account index; duplicates share one
    std::vector<CpiAccount> cpi;       ///< the CPI in flight
    std::uint64_t meter_at_entry = 0;  ///< before the heap charge, for the `consumed` line
    std::uint64_t meter_at_start = 0;  ///< after it
    std::uint64_t heap_used = 0;       ///< sol_alloc_free_'s bump position
    bool aligned = true;               ///< false under loader v1
};

}  // namespace orrery::invoke

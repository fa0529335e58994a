#pragma once

#include "sdk/types/instruction.hpp"

/// The compute budget program's four instructions, at most one of each in a transaction. They take
/// no accounts.
namespace orrery::tx::compute_budget {

/// Tag 1: the heap of each program, in bytes: 32 KiB to 256 KiB, a multiple of 1024.
Instruction request_heap_frame(std::uint32_t bytes);
/// Tag 2: the transaction's compute units (CU), capped at 1.4 million.
Instruction set_compute_unit_limit(std::uint32_t units);
/// Tag 3: the priority fee in millionths of a lamport per CU of the limit.
Instruction set_compute_unit_price(std::uint64_t micro_lamports);
/// Tag 4: the most bytes of accounts that may be loaded; above 0, capped at 64 MiB.
Instruction set_loaded_accounts_data_size_limit(std::uint32_t bytes);

}  // namespace orrery::tx::compute_budget

#pragma once

#include "devnet/svm/syscalls/translate.hpp"
#include "sdk/types/instruction.hpp"

namespace orrery::syscalls::abi {

/// Sizes and offsets of what a C program passes to sol_invoke_signed_c (upstream: cpi.rs, Sol*).
struct C {
    static constexpr std::size_t info_size = 56;
    static constexpr std::size_t info_key = 0;
    static constexpr std::size_t info_lamports = 8;
    static constexpr std::size_t info_data_len = 16;
    static constexpr std::size_t info_data = 24;
    static constexpr std::size_t info_owner = 32;
};

/// What a Rust program passes to sol_invoke_signed_rust: AccountInfo, whose lamports and data lie
/// behind an Rc<RefCell<..>>: two counters and a borrow flag precede the value.
struct Rust {
    static constexpr std::size_t info_size = 48;
    static constexpr std::size_t info_key = 0;
    static constexpr std::size_t info_lamports = 8;
    static constexpr std::size_t info_data = 16;
    static constexpr std::size_t info_owner = 24;
    static constexpr std::size_t ref_cell_value = 24;
};

/// Reads an instruction from VM memory and charges for its size. Errors: too many accounts, too
/// much data, InvalidArgument for a bool that is neither 0 nor 1, memory errors.
Fallible<Instruction> translate_instruction(Call& call, C, std::uint64_t address);
Fallible<Instruction> translate_instruction(Call& call, Rust, std::uint64_t address);

}  // namespace orrery::syscalls::abi

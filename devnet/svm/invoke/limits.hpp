#pragma once

#include <cstddef>
#include <cstdint>

namespace orrery::invoke {

/// Compute costs of a group over curve25519.
struct CurveCosts {
    std::uint64_t validate_point;
    std::uint64_t add;
    std::uint64_t subtract;
    std::uint64_t multiply;
    std::uint64_t multiscalar_base;  ///< of no or one point
    std::uint64_t multiscalar_per_further_point;
};

/// Compute costs of the runtime's services (svm-runtime.md 2.5, 4; upstream execution_budget.rs). A
/// value, so that a chain may price differently.
struct Costs {
    std::uint64_t syscall_base = 100;
    std::uint64_t log_64 = 100;
    std::uint64_t log_pubkey = 100;
    std::uint64_t create_program_address = 1500;
    std::uint64_t invoke = 946;
    std::uint64_t cpi_bytes_per_unit = 250;
    std::uint64_t sysvar_base = 100;
    std::uint64_t mem_op_base = 10;
    std::uint64_t sha256_base = 85;  ///< keccak256 costs the same
    std::uint64_t sha256_byte = 1;   ///< per 2 bytes
    std::uint64_t sha256_max_slices = 20'000;
    std::uint64_t heap_page = 8;  ///< per 32 KiB beyond the first
    std::uint64_t secp256k1_recover = 25'000;
    CurveCosts edwards{159, 473, 475, 2177, 2273, 758};
    CurveCosts ristretto{169, 521, 519, 2208, 2303, 788};
};

/// Bounds of one transaction's execution.
struct Limits {
    std::size_t stack_height = 5;                   ///< nested invocations, the top level included
    std::size_t instruction_trace = 64;             ///< top-level instructions and CPIs
    /// Whether a program called at top level pays for the account data that it gets, as CPIs do.
    /// Thousands of calls could else copy hundreds of GB for nothing.
    bool charges_input = false;
    std::size_t log_bytes = 10'000;                 ///< 0 = unlimited
    std::uint64_t account_data = 10ull << 20;       ///< largest data length a program may set
    std::int64_t account_data_growth = 20ll << 20;  ///< per transaction, all accounts
};

/// Bytes by which one instruction may grow an account.
constexpr std::size_t max_permitted_data_increase = 10'240;
constexpr std::size_t max_return_data = 1024;
constexpr std::size_t max_cpi_instruction_data = 10'240;
constexpr std::size_t max_cpi_accounts = 255;
constexpr std::size_t max_cpi_account_infos = 255;
constexpr std::size_t max_cpi_signers = 16;

}  // namespace orrery::invoke

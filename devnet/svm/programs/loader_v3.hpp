#pragma once

#include <cstdint>

#include "devnet/svm/invoke/builtin.hpp"

namespace orrery::programs {

/// The upgradeable loader's instructions: the u32 that opens their data. 8 and 9, which upstream
/// has withdrawn, are no instructions.
enum class LoaderTag : std::uint32_t {
    initialize_buffer,
    write,
    deploy_with_max_data_len,
    upgrade,
    set_authority,
    close,
    extend_program,
    set_authority_checked,
};
constexpr std::size_t loader_instruction_count = 8;

/// Least bytes that ExtendProgram adds, unless it fills the account to its limit (SIMD-0431).
constexpr std::uint32_t minimum_extend_program_bytes = 10'240;

/// The upgradeable loader's management instructions (svm-runtime.md 5.2). Running the programs it
/// owns is the runtime's driver loop.
invoke::InstructionResult process_loader_v3(invoke::InvokeContext& context);

}  // namespace orrery::programs

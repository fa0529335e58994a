#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "sdk/tx/error.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/result.hpp"

namespace orrery::invoke {

class InvokeContext;

using InstructionResult = Result<void, tx::InstructionError>;
using tx::InstructionErrorCode;

/// Shorthand for failing an instruction.
inline auto error(InstructionErrorCode code) { return fail(tx::InstructionError(code)); }
inline auto custom(std::uint32_t code) { return fail(tx::custom_error(code)); }

/// A program that is part of the runtime. Processes the context's current instruction; its compute
/// units are charged by the caller before.
using BuiltinFn = InstructionResult (*)(InvokeContext&);

/// One row of a chain's builtin table. A chain with other builtins has another table.
struct Builtin {
    Pubkey id;
    std::string_view name;        ///< also the account's data, e.g. "system_program"
    std::uint64_t compute_units;  ///< charged per instruction
    BuiltinFn process;
};

using BuiltinTable = std::span<const Builtin>;

}  // namespace orrery::invoke

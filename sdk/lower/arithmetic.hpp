#pragma once

#include "sdk/lower/emit.hpp"

namespace orrery::lower {

/// What to put in the place of a division, multiplication or shift that BPF lacks; nullptr where
/// BPF has it or where nothing is known to help (over 128 bits).
[[nodiscard]] llvm::Value* replace_arithmetic(Emit& emit, llvm::Value* instruction);

/// {product, overflowed} as llvm.umul.with.overflow or llvm.smul.with.overflow give them; nullptr
/// over 128 bits.
[[nodiscard]] llvm::Value* multiply_checked(Emit& emit, llvm::Value* call, bool is_signed);

/// llvm.fshl and llvm.fshr over 128 bits; nullptr at other widths.
[[nodiscard]] llvm::Value* funnel_shift(Emit& emit, llvm::Value* call, bool left);

}  // namespace orrery::lower

#pragma once

#include "sdk/lower/emit.hpp"

namespace orrery::lower {

/// 128-bit arithmetic in 64-bit instructions: what LLVM would call a run-time library for.

[[nodiscard]] Wide split(Emit& emit, llvm::Value* wide);  // of 128 bits
[[nodiscard]] llvm::Value* join(Emit& emit, Wide halves);

/// All 128 bits of the product of two 64-bit numbers.
[[nodiscard]] Wide multiply_halves(Emit& emit, llvm::Value* a, llvm::Value* b);

/// 128 x 128 bits, modulo 2^128.
[[nodiscard]] llvm::Value* multiply_wide(Emit& emit, llvm::Value* a, llvm::Value* b);

enum class Shift { left, logical_right, arithmetic_right };
/// By amounts below 128, as IR defines them.
[[nodiscard]] llvm::Value* shift_wide(Emit& emit, Shift shift, llvm::Value* value,
                                      llvm::Value* amount);

enum class Part { quotient, remainder };
/// Unsigned, by the run-time function __sbpf_udivmod128.
[[nodiscard]] llvm::Value* divide_wide(Emit& emit, Part part, llvm::Value* a, llvm::Value* b);

/// -1 in each bit of a negative number, else 0.
[[nodiscard]] llvm::Value* sign_of(Emit& emit, llvm::Value* value);

/// value where sign is 0, -value where it is -1.
[[nodiscard]] llvm::Value* negate_by(Emit& emit, llvm::Value* value, llvm::Value* sign);

}  // namespace orrery::lower

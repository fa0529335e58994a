#pragma once

#include <cstdint>

#include "devnet/svm/invoke/program_frame.hpp"

namespace orrery::runtime {

/// What a program's non-zero return value means (svm-runtime.md 2.2, "Failure text").
invoke::ProgramError from_return_value(std::uint64_t value);

}  // namespace orrery::runtime

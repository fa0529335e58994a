#pragma once

#include "sdk/link/live.hpp"
#include "sdk/sbpf/version.hpp"

namespace orrery::link {

/// Adds an error for each object whose live code holds what sBPF can't run, or would run with
/// another result than LLVM expects: what a wrong -mcpu leads to. Also checks that relocations of
/// code belong to instructions, and that jumps stay in their section.
void check_instructions(const Inputs& inputs, const Live& live, sbpf::SbpfVersion version,
                        LinkErrors& errors);

}  // namespace orrery::link

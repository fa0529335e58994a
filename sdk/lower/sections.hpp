#pragma once

#include "sdk/lower/unit.hpp"

namespace orrery::lower {

/// Gives each function and each object a section of its own, as -ffunction-sections and
/// -fdata-sections do, so that the linker can leave out what isn't used. LLVM's C API can't set
/// those options.
void separate_sections(const Unit& unit);

}  // namespace orrery::lower

#pragma once

#include <vector>

#include "sdk/lower/lower.hpp"
#include "sdk/lower/unit.hpp"

namespace orrery::lower {

/// What an optimized module does that no rewriting makes fit for sBPF, with the places in the
/// source: the back end would report it less exactly, or end the process. Each thing once per
/// function.
[[nodiscard]] std::vector<LowerError> find_refusals(const Unit& unit, std::uint32_t stack_bytes);

}  // namespace orrery::lower

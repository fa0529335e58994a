#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sdk/lower/lower.hpp"
#include "sdk/lower/unit.hpp"

namespace orrery::lower {

/// What an optimized module does that no rewriting makes fit for sBPF, with the places in the
/// source: the back end would report it less exactly, or end the process. Each thing once per
/// function.
[[nodiscard]] std::vector<LowerError> find_refusals(const Unit& unit, std::uint32_t stack_bytes);

/// The largest named local of the functions with that demangled name: "'table' of 5000 bytes";
/// empty where there is none.
[[nodiscard]] std::string largest_local(const Unit& unit, std::string_view function);

}  // namespace orrery::lower

#pragma once

#include "sdk/lower/unit.hpp"

namespace orrery::lower {

/// Makes what the ABI does for structs explicit, before any optimization: a struct passed by value
/// is copied by the callee, and a struct result is an ordinary pointer argument.
void make_by_value_explicit(const Unit& unit);

}  // namespace orrery::lower

#pragma once

#include "sdk/lower/unit.hpp"

namespace orrery::lower {

/// Gives functions and calls that BPF's calling convention can't express one that it can:
///  - a result of more than 64 bits, or of several values, goes through a pointer that the caller
///    passes first;
///  - where the arguments need more than the five registers, the ones that don't fit in four go
///    into a struct in the caller's frame, whose address is the last argument.
/// Both follow from the function's type alone, so that calls through pointers and calls into other
/// translation units agree.
void legalize_calls(const Unit& unit);

}  // namespace orrery::lower

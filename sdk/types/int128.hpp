#pragma once

namespace orrery {

// The compilers' 128-bit integers under names that -Wpedantic accepts.
__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 Uint128;

}  // namespace orrery

#pragma once

namespace orrery {

// The compilers' 128-bit integers under names that -Wpedantic accepts.
__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

}  // namespace orrery

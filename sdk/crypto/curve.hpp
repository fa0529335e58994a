#pragma once

#include "sdk/types/key.hpp"

namespace orrery::crypto {

/// Whether the 32 bytes decompress to a point of edwards25519, as curve25519-dalek's
/// CompressedEdwardsY::decompress decides: y is taken modulo 2^255 - 19 (values from there on are
/// accepted), the sign bit plays no part even for x = 0, and small order doesn't matter.
/// Program derived addresses are keys for which this is false. Pure.
bool is_on_curve(const Pubkey& key);

}  // namespace orrery::crypto

#pragma once

#include <array>
#include <cstdint>

#include "sdk/types/bytes.hpp"

namespace orrery::crypto {

using SipHashKey = std::array<std::uint8_t, 16>;
using SipHashDigest = std::array<std::uint64_t, 2>;

/// SipHash-2-4 with 128 bits of output: for tables keyed by bytes from outside. Whoever doesn't
/// know the key can't make two inputs meet; whoever does, can.
SipHashDigest siphash(const SipHashKey& key, ByteSpan bytes);

}  // namespace orrery::crypto

#pragma once

#include <array>
#include <initializer_list>

#include "sdk/types/bytes.hpp"

namespace orrery::crypto {

using Sha512Digest = std::array<std::uint8_t, 64>;

Sha512Digest sha512(ByteSpan bytes);
/// The digest of the parts' concatenation.
Sha512Digest sha512(std::initializer_list<ByteSpan> parts);

}  // namespace orrery::crypto

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sdk/types/bytes.hpp"

namespace orrery::codec {

/// Encodes bytes in lowercase hexadecimal, two digits each.
std::string hex_encode(ByteSpan bytes);

/// Decodes hexadecimal of either case; nothing for an odd length or another character.
std::optional<Bytes> hex_decode(std::string_view text);

}  // namespace orrery::codec

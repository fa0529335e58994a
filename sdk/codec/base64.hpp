#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sdk/types/bytes.hpp"

namespace orrery::codec {

/// Encodes bytes in standard base64 with padding (RFC 4648 section 4).
std::string base64_encode(ByteSpan bytes);

/// Decodes standard base64, strictly: padding is required, and white space, characters of other
/// alphabets and nonzero trailing bits are refused, as by Rust's base64 STANDARD engine.
std::optional<Bytes> base64_decode(std::string_view text);

/// Decodes base64url without padding (RFC 4648 section 5), as strictly. For JWT.
std::optional<Bytes> base64url_decode(std::string_view text);

/// Encodes bytes in base64url without padding.
std::string base64url_encode(ByteSpan bytes);

}  // namespace orrery::codec

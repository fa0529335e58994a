#pragma once

#include "sdk/lower/lower.hpp"

namespace orrery::lower {

using Lowered = Result<std::vector<std::uint8_t>, std::vector<LowerError>>;

/// What the child tells its parent, as bytes: the object, or the errors.
[[nodiscard]] std::vector<std::uint8_t> encode_reply(const Lowered& lowered);

/// Bytes that were cut off give one error that says so.
[[nodiscard]] Lowered decode_reply(std::span<const std::uint8_t> bytes);

}  // namespace orrery::lower

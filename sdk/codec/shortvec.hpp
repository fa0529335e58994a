#pragma once

#include <cstdint>
#include <optional>

#include "sdk/types/bytes.hpp"

namespace orrery::codec {

/// A compact-u16 as it stands on the wire.
struct ShortU16 {
    std::uint16_t value = 0;
    std::size_t length = 0;  ///< bytes it took, 1 to 3
};

/// Reads a compact-u16 (7 bits per byte, low first) from the front of `bytes`. Nothing for
/// truncated input, a value above 65535, more than 3 bytes, or an alias: a last byte of zero after
/// the first. Same strictness as Solana's short_vec.
constexpr std::optional<ShortU16> read_short_u16(ByteSpan bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        if (i >= bytes.size()) return std::nullopt;
        const std::uint8_t byte = bytes[i];
        value |= static_cast<std::uint32_t>(byte & 0x7f) << (7 * i);
        if ((byte & 0x80) != 0) continue;
        const bool alias = i > 0 && byte == 0;
        if (alias || value > UINT16_MAX) return std::nullopt;
        return ShortU16{static_cast<std::uint16_t>(value), i + 1};
    }
    return std::nullopt;
}

/// Appends a compact-u16.
inline void write_short_u16(Bytes& out, std::uint16_t value) {
    std::uint32_t rest = value;
    for (; rest >= 0x80; rest >>= 7) out.push_back(static_cast<std::uint8_t>(rest | 0x80));
    out.push_back(static_cast<std::uint8_t>(rest));
}

}  // namespace orrery::codec

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orrery {

using Bytes = std::vector<std::uint8_t>;
using ByteSpan = std::span<const std::uint8_t>;  ///< borrowed, read-only
using MutByteSpan = std::span<std::uint8_t>;     ///< borrowed, writable

/// Views text as bytes without copying; the text must outlive the span.
inline ByteSpan as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Views bytes as text without copying; makes no promise about UTF-8.
inline std::string_view as_text(ByteSpan bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Reads a little-endian integer; the caller has checked that sizeof(T) bytes are there.
template <class T>
T load_le(const std::uint8_t* from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

/// Writes a little-endian integer; the caller has checked that sizeof(T) bytes are there.
template <class T>
void store_le(std::uint8_t* to, T value) {
    std::memcpy(to, &value, sizeof value);
}

}  // namespace orrery

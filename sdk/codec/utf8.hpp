#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sdk/types/bytes.hpp"

namespace orrery::codec {

/// Where UTF-8 stops being valid, as Rust's core::str::Utf8Error tells it.
struct Utf8Error {
    std::size_t valid_up_to = 0;  ///< bytes of valid text before the fault
    std::uint8_t error_len = 0;   ///< 1 to 3 bytes to skip; 0 = the input ends inside a character

    bool operator==(const Utf8Error&) const = default;
};

/// Validates UTF-8 strictly (no overlong forms, no surrogates, at most U+10FFFF); nothing if valid.
std::optional<Utf8Error> check_utf8(ByteSpan bytes);

/// The text Rust prints: "invalid utf-8 sequence of 1 bytes from index 1" or
/// "incomplete utf-8 byte sequence from index 3".
std::string display(const Utf8Error& error);

}  // namespace orrery::codec

#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::tx {

/// An account of the upgradeable loader without content.
struct LoaderUninitialized {
    static constexpr std::size_t size = 4;  ///< bytes
    bool operator==(const LoaderUninitialized&) const = default;
};

/// A buffer: an ELF on its way to a deployment. The ELF starts at `header_size`.
struct LoaderBuffer {
    static constexpr std::size_t header_size = 37;  ///< bytes
    std::optional<Pubkey> authority;                ///< nothing = immutable
    bool operator==(const LoaderBuffer&) const = default;
};

/// A program: the address to invoke, pointing at the account that has its ELF.
struct LoaderProgram {
    static constexpr std::size_t size = 36;  ///< bytes
    Pubkey programdata;
    bool operator==(const LoaderProgram&) const = default;
};

/// A program's ELF, from `header_size` on, and who may replace it.
struct LoaderProgramData {
    static constexpr std::size_t header_size = 45;  ///< bytes
    std::uint64_t slot = 0;                         ///< of the last deployment or extension
    std::optional<Pubkey> authority;                ///< nothing = final
    bool operator==(const LoaderProgramData&) const = default;
};

/// What an account of the upgradeable loader is: its u32 tag is the index here.
using LoaderState =
    std::variant<LoaderUninitialized, LoaderBuffer, LoaderProgram, LoaderProgramData>;

/// Bytes that suffice to decode any state.
constexpr std::size_t max_loader_state_size = LoaderProgramData::header_size;

/// Nothing when the bytes aren't a state; what follows it is ignored.
std::optional<LoaderState> decode_loader_state(ByteSpan bytes);

/// Without an authority the encoding is 32 bytes shorter, and those bytes of the account stay.
Bytes encode(const LoaderState& state);

}  // namespace orrery::tx

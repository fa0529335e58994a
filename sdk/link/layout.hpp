#pragma once

#include <array>
#include <optional>

#include "sdk/link/calls.hpp"
#include "sdk/link/live.hpp"
#include "sdk/link/strings.hpp"
#include "sdk/sbpf/version.hpp"
#include "sdk/types/result.hpp"

namespace orrery::link {

/// The segments of a file, by version: v3 has rodata before the text, v0 behind it.
struct Geometry {
    std::uint64_t text_offset = 0;  ///< in the file
    std::uint64_t rodata_offset = 0;
    std::uint64_t text_address = 0;  ///< as the program sees it
    std::uint64_t rodata_address = 0;
    std::uint64_t headers = 0;  ///< program headers
};

/// Where every needed section comes to lie.
struct Layout {
    std::vector<std::uint32_t> text;  ///< section indexes in the file's order; the entry's first
    std::vector<std::uint32_t> rodata;
    std::vector<std::optional<std::uint64_t>> offsets;  ///< of sections in `text` or `rodata`
    MergedStrings strings;
    Bytes rodata_image;  ///< before relocation
    std::uint64_t text_size = 0;
    Geometry geometry;

    /// The address of a spot as the program sees it; nothing when it isn't part of the program.
    std::optional<std::uint64_t> address(const Inputs& inputs, Spot spot) const;
};

struct LayoutParams {
    const Inputs& inputs;
    const Resolution& resolution;
    const Live& live;
    const Symbol& entry;
    sbpf::SbpfVersion version;
    const ReservedKeys& reserved;  ///< before v3
};

/// Lays out the program. For v0 it keeps every called function off the places where its key would
/// be a reserved one. Errors: too large; a reference behind a string's end.
Result<Layout, LinkError> lay_out(const LayoutParams& params);

}  // namespace orrery::link

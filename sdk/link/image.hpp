#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sdk/link/layout.hpp"

namespace orrery::link {

/// A call of a syscall that a v0 file leaves to the loader.
struct SyscallSite {
    std::uint64_t offset = 0;  ///< in the text
    std::string_view name;
};

/// A linked program before it becomes a file.
struct Image {
    sbpf::SbpfVersion version{};
    Geometry geometry;
    Bytes text;
    Bytes rodata;
    std::uint64_t entry = 0;                 ///< offset in the text
    std::vector<SyscallSite> sites;          ///< v0; by ascending offset
    std::vector<std::string_view> syscalls;  ///< all that are called, each once, by name
};

/// Fills in what the relocations of code and data say. Adds an error for each undefined symbol and
/// each relocation that can't be done; the image is of use only if there is none.
Image build_image(const LayoutParams& params, const Layout& layout, LinkErrors& errors);

}  // namespace orrery::link

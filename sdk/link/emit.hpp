#pragma once

#include "sdk/link/debug.hpp"
#include "sdk/link/image.hpp"

namespace orrery::link {

/// What a file for symbolizers has beyond the program.
struct DebugParts {
    std::vector<PlacedFunction> functions;
    std::vector<DebugSection> sections;
};

/// The program as a file to deploy: nothing in it that the loader doesn't read.
Bytes write_program(const Image& image);

/// The same code at the same addresses, with symbols and DWARF.
Bytes write_debug(const Image& image, const DebugParts& parts);

}  // namespace orrery::link

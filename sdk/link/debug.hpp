#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sdk/link/image.hpp"

namespace orrery::link {

/// A function of the linked program.
struct PlacedFunction {
    std::string_view name;
    std::uint64_t offset = 0;  ///< in the text
    std::uint64_t size = 0;
};

/// The functions of a layout by ascending offset; aliases of a place all.
std::vector<PlacedFunction> placed_functions(const Inputs& inputs, const Layout& layout);

/// A section of DWARF, relocated for the linked program.
struct DebugSection {
    std::string_view name;
    Bytes data;
};

/// The DWARF of all objects by section name. Addresses are those of the file's sections: what
/// symbolizers expect. What describes dropped functions gets addresses where no function is.
/// Errors: a relocation that can't be done; compressed sections.
Result<std::vector<DebugSection>, LinkError> relocate_debug(const LayoutParams& params,
                                                            const Layout& layout);

}  // namespace orrery::link

#pragma once

#include <string>
#include <vector>

#include "cli/session/session.hpp"

namespace orrery::cli {

struct LinkOptions {
    std::vector<std::string> objects;
    std::string out;
    std::string arch = "v3";
    std::string debug;  ///< where to write the file with DWARF; empty = nowhere
};

/// Links object files to a program. After an error neither file exists, also none of an earlier
/// link: what stands there is never older than its objects.
Outcome<void> run_link(const LinkOptions& options, const Session& session);

}  // namespace orrery::cli

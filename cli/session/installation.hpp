#pragma once

#include <filesystem>
#include <string>

#include "cli/session/session.hpp"

namespace orrery::cli {

/// A folder that comes with Orrery, e.g. "programs/sdk": below share/orrery where Orrery is
/// installed, below the sources where it was built in them. `variable` names the environment
/// variable that beats both. Error: there is none, with the places looked at.
Outcome<std::filesystem::path> find_shared(const Surroundings& surroundings,
                                           const std::string& folder, const std::string& variable);

/// A library that comes with Orrery, beside the folder of its program.
Outcome<std::filesystem::path> find_library(const std::string& name);

}  // namespace orrery::cli

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

/// The folder of the libraries that programs' tests are linked with, beside Orrery's own.
Outcome<std::filesystem::path> find_libraries();

}  // namespace orrery::cli

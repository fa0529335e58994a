#pragma once

#include <filesystem>
#include <string>

#include "cli/session/session.hpp"

namespace orrery::cli {

/// A folder that comes with Orrery.
struct SharedFolder {
    std::string folder;    ///< below share/orrery where Orrery is installed, else below its sources
    std::string file;      ///< in it: a build has folders of the same names
    std::string variable;  ///< of the environment; beats both
};
inline const SharedFolder program_sdk_folder{"programs/sdk", "include/sol/program.hpp",
                                             "ORRERY_SDK"};
inline const SharedFolder templates_folder{"templates", "hello/README.md", "ORRERY_TEMPLATES"};

/// Where that folder is. Error: nowhere, with the places looked at.
Outcome<std::filesystem::path> find_shared(const Surroundings& surroundings,
                                           const SharedFolder& wanted);

/// The folder of the libraries that programs' tests are linked with, beside Orrery's own.
Outcome<std::filesystem::path> find_libraries();

}  // namespace orrery::cli

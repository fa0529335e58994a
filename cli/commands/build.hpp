#pragma once

#include "cli/session/session.hpp"
#include "sdk/build/build.hpp"
#include "sdk/build/project.hpp"

namespace orrery::cli {

/// What `orrery program build` and `orrery program test` have in common.
struct SourceOptions {
    std::vector<std::string> paths{"."};
    std::string name;
    std::vector<std::string> include_dirs;
    std::vector<std::string> defines;
    std::vector<std::string> flags;
};

struct BuildOptions {
    SourceOptions source;
    std::string out;  ///< the program's file; empty = the project's
    std::string arch = "v3";
    std::string optimize = "2";
    bool deploy = false;
    bool watch = false;
};

/// Compiles and links a program, and tells what it takes. With `watch` it goes on, and builds and
/// deploys again whenever a source changes.
Outcome<void> run_build(const BuildOptions& options, const Session& session);

}  // namespace orrery::cli

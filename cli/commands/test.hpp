#pragma once

#include "cli/commands/build.hpp"

namespace orrery::cli {

struct TestOptions {
    SourceOptions source;
    std::string compiler;                ///< g++ or what takes its flags; empty = CXX, else g++
    std::vector<std::string> arguments;  ///< for the tests themselves, as Catch2 takes them
};

/// Compiles a program and its tests for this machine, with sanitizers, and runs them. Ends with
/// their exit code.
Outcome<void> run_test(const TestOptions& options, const Session& session);

}  // namespace orrery::cli

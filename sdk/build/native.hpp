#pragma once

#include "sdk/build/problem.hpp"
#include "sdk/build/project.hpp"

namespace orrery::build {

/// How a program and its tests are compiled for this machine.
struct NativeParams {
    const Project& project;          ///< borrowed for the call
    std::filesystem::path compiler;  ///< g++, or another that takes its flags
    std::filesystem::path sdk;       ///< programs/sdk
    /// Where liborrery_native.so is, the syscalls for this machine, and liborrery_native_main.a,
    /// Catch2's part.
    std::filesystem::path libraries;
    std::vector<std::filesystem::path> include_dirs;
    std::vector<std::string> defines;
    std::vector<std::string> flags;
    unsigned jobs = 1;
    bool colour = false;
};

/// Compiles a project's sources and tests with AddressSanitizer and UndefinedBehaviorSanitizer, and
/// returns the tests' executable, below target/test. Tests are Catch2's. Errors: the compiler's and
/// the linker's words.
Result<std::filesystem::path, Problems> build_tests(const NativeParams& params);

}  // namespace orrery::build

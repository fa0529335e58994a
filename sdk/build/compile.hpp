#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sdk/build/compiler.hpp"
#include "sdk/build/problem.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/result.hpp"

namespace orrery::build {

/// How all sources of a program are compiled.
struct CompileParams {
    Compiler compiler;
    std::filesystem::path root;  ///< where clang runs: relative paths below are relative to it
    std::filesystem::path sdk;   ///< programs/sdk: include/, system/, runtime/
    std::vector<std::filesystem::path> include_dirs;
    std::vector<std::string> defines;  ///< NAME or NAME=VALUE
    std::vector<std::string> flags;    ///< more of clang's, after ours
    lower::Optimization optimization = lower::Optimization::standard;
    bool colour = false;  ///< of clang's messages
};

/// A compiled source.
struct Compiled {
    std::string name;      ///< of the source, for the linker's messages
    Bytes object;          ///< for the linker
    std::string warnings;  ///< clang's words; usually empty
};

/// Whether a file is of a language that can be compiled: .c, .cc, .cpp or .cxx.
bool is_source(const std::filesystem::path& file);

/// clang's command line for a source, up to what it is to make of it.
std::vector<std::string> clang_arguments(const CompileParams& params,
                                         const std::filesystem::path& source);

/// Compiles one source to an object for the linker: clang makes bitcode, sdk/lower the rest. The
/// same source, headers, flags and compiler always give the same bytes, wherever the folders are.
/// Any thread.
Result<Compiled, Problems> compile(const CompileParams& params,
                                   const std::filesystem::path& source);

}  // namespace orrery::build

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sdk/lower/lower.hpp"
#include "sdk/types/result.hpp"

namespace orrery::build {

/// A clang that can compile for BPF, and whose LLVM can lower what it compiles.
struct Compiler {
    std::filesystem::path c;    ///< clang-19
    std::filesystem::path cxx;  ///< clang++-19
    lower::Llvm llvm = lower::Llvm::v19;
    std::string version;  ///< "19.1.7", as `clang --version` tells
    /// Folders of libstdc++'s headers in the order of search; empty where it isn't installed.
    std::vector<std::filesystem::path> cxx_headers;
    std::filesystem::path c_headers;  ///< libc's for this machine; clang knows the others
};

/// clang-19, else clang-22, of `path` (a PATH; folders separated by colons). Errors: neither is
/// there, or its LLVM library isn't; says what to install.
Result<Compiler, std::string> find_compiler(std::string_view path);

}  // namespace orrery::build

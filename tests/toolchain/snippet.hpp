#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sdk/lower/lower.hpp"

namespace orrery::toolchain {

/// A program of the suite: one file of its folder, or a folder in it with one file per unit.
struct Snippet {
    std::string name;
    std::filesystem::path root;                  ///< the suite's folder it lies in; absolute
    std::vector<std::filesystem::path> sources;  ///< relative to root
    std::vector<lower::Optimization> levels;     ///< besides -O2
    std::vector<std::string> flags;              ///< more of clang's
    std::vector<std::string> native_flags;       ///< more of clang's, for this machine only
    std::string ends;                   ///< what a log of its failure says; empty = it succeeds
    std::vector<std::string> expected;  ///< the error messages of one that must not build
};

/// All of a folder, by name. What a snippet wants stands in comments of its first file that read
/// "// levels: 0 s z", "// flags: -x", "// native: -x", "// ends: text", "// expect: message".
std::vector<Snippet> find_snippets(const std::filesystem::path& folder);

/// As clang spells it: "2".
std::string level_name(lower::Optimization level);

}  // namespace orrery::toolchain

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sdk/types/result.hpp"

namespace orrery::build {

/// A program's sources, found by convention: a folder with src/, and tests/ beside it for what
/// runs on this machine; or just files.
struct Project {
    std::string name;
    std::filesystem::path root;                  ///< absolute
    std::vector<std::filesystem::path> sources;  ///< relative to root where they are below it
    std::vector<std::filesystem::path> tests;    ///< the same; of a folder only

    /// root/target/deploy/NAME.so, where Solana's tools put programs too.
    std::filesystem::path program() const;
    /// The same with "NAME.debug".
    std::filesystem::path debug() const;
    /// The same with "NAME-keypair.json".
    std::filesystem::path keypair() const;
    /// Where objects are kept between builds.
    std::filesystem::path cache() const;
};

/// The project of `paths`: one folder, or files of C and C++. An empty `name` follows from the
/// folder's name or the first file's. Lists are sorted. Errors, with what to do: no such file; not
/// a source; a folder without sources; a name that is no file's name.
Result<Project, std::string> find_project(const std::vector<std::filesystem::path>& paths,
                                          const std::string& name);

}  // namespace orrery::build

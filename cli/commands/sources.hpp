#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/commands/build.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/types/amounts.hpp"

// What the commands that compile sources share.
namespace orrery::cli {

/// v3 or v0. Error (usage).
Outcome<sbpf::SbpfVersion> parse_arch(const std::string& text);
/// clang's 0, 1, 2, 3, s or z. Error (usage).
Outcome<lower::Optimization> parse_optimization(const std::string& text);

std::vector<std::filesystem::path> paths_of(const SourceOptions& options);

/// How a project's sources are compiled. Errors: no clang, no SDK.
Outcome<build::CompileParams> compile_params(const SourceOptions& options, const Session& session,
                                             const build::Project& project);

/// Prints clang's words to stderr as they are; the rest is the failure's message.
tl::unexpected<Failure> explain(const build::Problems& problems,
                                std::string message = "the program wasn't built");

/// Whether compilers shall colour their messages.
bool wants_colour(const Surroundings& surroundings);

/// Changes when a file that a build may read appears, changes or goes: those beside and below the
/// sources, and in the folders given with -I.
std::string stamp_of(const SourceOptions& options);

/// What deploying an ELF of that size takes out of the payer's account for good, but for fees.
Lamports deploy_rent(std::uint64_t elf_size);

/// Names in a row, or "none".
std::string join(const std::vector<std::string>& names);

/// The function that takes the most of its frame.
std::string stack_text(const std::vector<build::FunctionUse>& functions);

/// The field "functions".
void write_functions(json::Writer& json, const std::vector<build::FunctionUse>& functions);

/// The functions of a program, the largest first, as a table for people.
std::string function_table(std::vector<build::FunctionUse> functions);

}  // namespace orrery::cli

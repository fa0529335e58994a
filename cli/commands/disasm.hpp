#pragma once

#include "cli/session/session.hpp"

namespace orrery::cli {

struct DisasmOptions {
    std::string file;      ///< a program's ELF
    std::string function;  ///< only functions whose name contains this; empty = all
    bool source = false;   ///< with the lines of the source
};

/// Prints a program's instructions, with the names and lines of the .debug beside it.
Outcome<void> run_disasm(const DisasmOptions& options, const Session& session);

struct SizeOptions {
    std::string file;  ///< a program's ELF
};

/// Tells what a program takes: code, data, stack per function, syscalls, rent.
Outcome<void> run_size(const SizeOptions& options, const Session& session);

}  // namespace orrery::cli

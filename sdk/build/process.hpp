#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sdk/types/result.hpp"

namespace orrery::build {

struct ProcessParams {
    std::vector<std::string> arguments;  ///< the program's path first
    std::filesystem::path folder;        ///< to run in; empty = this process's
    bool inherit = false;                ///< has this process's stdin, stdout and stderr
};

struct ProcessOutcome {
    std::string output;  ///< what it wrote to stdout
    std::string errors;  ///< and to stderr
    int exit_code = 0;   ///< 128 + N where signal N ended it
};

/// Runs a program, without a shell, and waits for it. Its stdin is empty
/// unless inherited. Errors: it can't be
/// started. Any thread.
Result<ProcessOutcome, std::string> run_process(const ProcessParams& params);

}  // namespace orrery::build

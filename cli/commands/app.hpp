#pragma once

#include "cli/session/session.hpp"

namespace orrery::cli {

/// Parses the arguments, runs the command, prints errors to stderr; returns the exit code.
int run_app(int argc, const char* const* argv, const Surroundings& surroundings);

}  // namespace orrery::cli

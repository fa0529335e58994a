#pragma once

#include <string>

#include "sdk/types/result.hpp"

namespace orrery::node {

/// How Orrery's processes end (docs/cli.md).
enum class ExitCode : int {
    ok = 0,
    failure = 1,
    usage = 2,
    port_busy = 3,
    ledger = 4,        ///< locked, foreign, damaged, of another version, or its disk is full
    interrupted = 130  ///< by a second signal, before everything was stored
};

/// Why a node doesn't start, or a ledger doesn't replay: cause and fix, for people.
struct NodeError {
    ExitCode exit_code = ExitCode::failure;
    std::string message;
};

template <class T>
using NodeResult = Result<T, NodeError>;

}  // namespace orrery::node

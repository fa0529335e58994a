#pragma once

#include <string>

#include "devnet/node/error.hpp"
#include "sdk/rpc/error.hpp"
#include "sdk/types/result.hpp"

namespace orrery::cli {

/// Why a command failed: what goes to stderr and how the process ends.
struct Failure {
    int exit_code = static_cast<int>(node::ExitCode::failure);
    std::string message;  ///< cause and fix; empty when there is nothing to say

    Failure(node::ExitCode code, std::string what)
        : exit_code(static_cast<int>(code)), message(std::move(what)) {}
    /// Ends as another process did, without a word.
    explicit Failure(int code) : exit_code(code) {}
    /// An error of a node; the codes are the same.
    Failure(node::NodeError error) : Failure(error.exit_code, std::move(error.message)) {}
    /// An error of a chain, with the logs of a failed simulation.
    Failure(const client::ClientError& error);
};

template <class T>
using Outcome = Result<T, Failure>;

inline auto failed(std::string what) {
    return fail(Failure(node::ExitCode::failure, std::move(what)));
}
inline auto misused(std::string what) {
    return fail(Failure(node::ExitCode::usage, std::move(what)));
}

}  // namespace orrery::cli

#pragma once

#include <cstdint>
#include <string>

#include "sdk/types/result.hpp"

namespace orrery {

/// What kept a sandbox from doing as it was told, by kind.
enum class SandboxErrorCode : std::uint8_t {
    bad_transaction,     ///< instructions that don't fit, a key that misses
    transaction_failed,  ///< one that the sandbox sent for a helper
    unreadable_file,
    bad_program,      ///< an ELF that can't be loaded
    missing_program,  ///< a helper needs a program that isn't there
    wrong_account,    ///< an account that isn't what the call needs
    backwards,        ///< time only goes forward
    too_much,         ///< a sum above what 64 bits hold
    void_snapshot,    ///< forgotten, dropped by an earlier revert, or of another sandbox
};

/// Why a call did nothing.
struct SandboxError {
    SandboxErrorCode code;
    std::string what;  ///< cause and fix, with the logs of a transaction that failed
};

template <class T>
using SandboxResult = Result<T, SandboxError>;

}  // namespace orrery

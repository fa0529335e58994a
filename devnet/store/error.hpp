#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace orrery::store {

/// What is wrong with a ledger, by what the user can do about it.
#define ORRERY_STORE_ERRORS(X)                                                 \
    X(missing)      /* there is no ledger, or no such record */                \
    X(exists)       /* there is a ledger already */                            \
    X(locked)       /* another process uses it */                              \
    X(foreign_file) /* the file isn't ours */                                  \
    X(damaged)      /* ours once, but its content is broken */                 \
    X(too_new)      /* written by a newer version */                           \
    X(too_old)      /* written by a version whose format has to be migrated */ \
    X(disk_full)    /* nothing was written; the same call may succeed later */ \
    X(io)           /* the system refused: permissions, a read error, ... */

enum class StoreErrorCode : std::uint8_t {
#define X(name) name,
    ORRERY_STORE_ERRORS(X)
#undef X
};

constexpr std::string_view name(StoreErrorCode code) {
    switch (code) {
#define X(name)                \
    case StoreErrorCode::name: \
        return #name;
        ORRERY_STORE_ERRORS(X)
#undef X
    }
    return "";
}

struct StoreError {
    StoreErrorCode code = StoreErrorCode::io;
    std::string message;  ///< cause and fix, for people
};

/// The error of a file that is ours and broken.
inline StoreError damaged(const std::string& file, const std::string& why) {
    return {StoreErrorCode::damaged,
            file + " is damaged (" + why + "); restore a copy, or start over with --reset"};
}

}  // namespace orrery::store

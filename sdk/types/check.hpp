#pragma once

#include <cstdio>
#include <cstdlib>

/// Aborts with file (its name: paths of the building machine stay out of what is installed) and
/// line when `cond` fails. For our own bugs only: what a user or the chain can cause is a Result.
#define ORRERY_CHECK(cond)                                                                      \
    do {                                                                                        \
        if (!(cond)) [[unlikely]] {                                                             \
            std::fprintf(stderr, "%s:%d: internal check failed: %s\n", __FILE_NAME__, __LINE__, \
                         #cond);                                                                \
            std::abort();                                                                       \
        }                                                                                       \
    } while (false)

#pragma once

#include <sol/log.hpp>

/// `SOL_REQUIRE(count < 10, "too many");` or ends the program with the text and the place in its
/// log. For what can't be; what a caller can cause is an error to return.
#define SOL_REQUIRE(condition, text)                                   \
    do {                                                               \
        if (!(condition)) [[unlikely]] {                               \
            ::sol::log(text);                                          \
            ::sol_panic_(__FILE__, sizeof(__FILE__) - 1, __LINE__, 0); \
        }                                                              \
    } while (false)

// The short name, where it isn't Catch2's: sol/test.hpp and Catch2 come before or after.
#if !defined(REQUIRE) && !defined(SOL_NO_SHORT_NAMES)
#define REQUIRE SOL_REQUIRE
#define SOL_HAS_SHORT_REQUIRE
#endif

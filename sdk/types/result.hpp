#pragma once

#include <tl/expected.hpp>

namespace orrery {

/// A value or a typed error. One alias, so that std::expected is a one-line switch later.
template <class T, class E>
using Result = tl::expected<T, E>;

/// Wraps an error for returning: `return fail(TransactionError::SanitizeFailure);`
template <class E>
constexpr auto fail(E error) {
    return tl::unexpected<E>(std::move(error));
}

}  // namespace orrery

#define ORRERY_CONCAT_(a, b) a##b
#define ORRERY_CONCAT(a, b) ORRERY_CONCAT_(a, b)

/// Evaluates a Result expression; returns its error from the enclosing function, else binds the
/// value.
#define TRY(decl, expr)                                                          \
    auto ORRERY_CONCAT(try_, __LINE__) = (expr);                                 \
    if (!ORRERY_CONCAT(try_, __LINE__))                                          \
        return ::orrery::fail(std::move(ORRERY_CONCAT(try_, __LINE__).error())); \
    decl = std::move(*ORRERY_CONCAT(try_, __LINE__))

/// As TRY, for a Result whose value is void or not wanted.
#define CHECK_OK(expr)                                                       \
    do {                                                                     \
        auto check_ok_ = (expr);                                             \
        if (!check_ok_) return ::orrery::fail(std::move(check_ok_.error())); \
    } while (false)

#pragma once

#include <sol/error.hpp>

namespace sol {

#ifdef __clang__
#define SOL_TRIVIALLY_DESTRUCTIBLE(T) __is_trivially_destructible(T)
#else
#define SOL_TRIVIALLY_DESTRUCTIBLE(T) __has_trivial_destructor(T)
#endif

/// A value or why there is none. Values are plain: nothing happens when they go out of scope.
template <class T>
class [[nodiscard]] Result {
    static_assert(SOL_TRIVIALLY_DESTRUCTIBLE(T), "a Result's value has no destructor");

  public:
    SOL_INLINE constexpr Result(const T& value) : value_(value), code_(0) {}
    SOL_INLINE constexpr Result(Error error) : none_(), code_(error.code()) {}
    SOL_INLINE constexpr Result(ProgramError error) : Result(Error(error)) {}
    template <CustomError E>
    SOL_INLINE constexpr Result(E error) : Result(Error(error)) {}

    SOL_INLINE constexpr explicit operator bool() const { return code_ == 0; }
    /// Only where there is an error.
    SOL_INLINE constexpr Error error() const { return Error::from_code(code_); }
    /// The value; ends the program where there is none.
    SOL_INLINE constexpr const T& value() const {
        if (code_) SOL_ABORT();
        return value_;
    }
    /// The caller has checked that there is one.
    SOL_INLINE constexpr T& operator*() { return value_; }
    SOL_INLINE constexpr const T& operator*() const { return value_; }
    SOL_INLINE constexpr T* operator->() { return &value_; }
    SOL_INLINE constexpr const T* operator->() const { return &value_; }

  private:
    union {
        T value_;
        char none_;
    };
    uint64_t code_;
};

/// A reference, such as a view of an account's data, or why there is none.
template <class T>
class [[nodiscard]] Result<T&> {
  public:
    SOL_INLINE constexpr Result(T& value) : value_(&value), code_(0) {}
    SOL_INLINE constexpr Result(Error error) : value_(nullptr), code_(error.code()) {}
    SOL_INLINE constexpr Result(ProgramError error) : Result(Error(error)) {}
    template <CustomError E>
    SOL_INLINE constexpr Result(E error) : Result(Error(error)) {}

    SOL_INLINE constexpr explicit operator bool() const { return code_ == 0; }
    SOL_INLINE constexpr Error error() const { return Error::from_code(code_); }
    SOL_INLINE constexpr T& value() const {
        if (code_) SOL_ABORT();
        return *value_;
    }
    SOL_INLINE constexpr T& operator*() const { return *value_; }
    SOL_INLINE constexpr T* operator->() const { return value_; }

  private:
    T* value_;
    uint64_t code_;
};

/// Success, `return {};`, or why not: one register.
template <>
class [[nodiscard]] Result<void> {
  public:
    SOL_INLINE constexpr Result() : code_(0) {}
    SOL_INLINE constexpr Result(Error error) : code_(error.code()) {}
    SOL_INLINE constexpr Result(ProgramError error) : Result(Error(error)) {}
    template <CustomError E>
    SOL_INLINE constexpr Result(E error) : Result(Error(error)) {}

    /// Success where a syscall or the like returned 0.
    SOL_INLINE static constexpr Result from_code(uint64_t code) {
        Result result;
        result.code_ = code;
        return result;
    }

    SOL_INLINE constexpr explicit operator bool() const { return code_ == 0; }
    SOL_INLINE constexpr Error error() const { return Error::from_code(code_); }
    /// What an entrypoint returns: 0 is success.
    SOL_INLINE constexpr uint64_t code() const { return code_; }

  private:
    uint64_t code_;
};

}  // namespace sol

/// `SOL_TRY(sum, checked_add(a, b));` declares sum, or returns the error.
#define SOL_TRY(name, ...)                                                                \
    auto SOL_JOIN(sol_result_, __LINE__) = __VA_ARGS__;                                   \
    if (!SOL_JOIN(sol_result_, __LINE__)) return SOL_JOIN(sol_result_, __LINE__).error(); \
    auto&& name = *SOL_JOIN(sol_result_, __LINE__)

/// `SOL_CHECK(owner.expect_signer());` goes on, or returns the error.
#define SOL_CHECK(...)                                                                \
    do {                                                                              \
        if (auto sol_result_ = __VA_ARGS__; !sol_result_) return sol_result_.error(); \
    } while (false)

/// `SOL_ENSURE(amount > 0, CounterError::NothingToAdd);` goes on, or returns the error.
#define SOL_ENSURE(condition, ...)                          \
    do {                                                    \
        if (!(condition)) return ::sol::Error(__VA_ARGS__); \
    } while (false)

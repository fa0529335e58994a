#pragma once

#include <memory>
#include <utility>

namespace orrery {

/// A value on the heap: copies deeply, moves as a pointer. For members that are too large to be
/// moved about. Holds nothing until it is given a value, and after it was moved from.
template <class T>
class Boxed {
  public:
    Boxed() = default;
    explicit Boxed(std::unique_ptr<T> value) : value_(std::move(value)) {}
    Boxed(const Boxed& other)
        : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
    Boxed(Boxed&&) noexcept = default;
    Boxed& operator=(const Boxed& other) {
        if (this != &other) *this = Boxed(other);
        return *this;
    }
    Boxed& operator=(Boxed&&) noexcept = default;
    ~Boxed() = default;

    explicit operator bool() const { return value_ != nullptr; }
    T& operator*() { return *value_; }
    const T& operator*() const { return *value_; }
    T* operator->() { return value_.get(); }
    const T* operator->() const { return value_.get(); }

  private:
    std::unique_ptr<T> value_;
};

}  // namespace orrery

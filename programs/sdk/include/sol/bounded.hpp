#pragma once

#include <sol/result.hpp>

namespace sol {

/// Up to Capacity elements, held in place.
template <class T, uint64_t Capacity>
class Vec {
  public:
    static constexpr uint64_t capacity = Capacity;

    SOL_INLINE constexpr uint64_t size() const { return size_; }
    SOL_INLINE constexpr bool empty() const { return size_ == 0; }
    SOL_INLINE constexpr const T* begin() const { return elements_; }
    SOL_INLINE constexpr const T* end() const { return elements_ + size_; }
    SOL_INLINE constexpr T* begin() { return elements_; }
    SOL_INLINE constexpr T* end() { return elements_ + size_; }
    /// The caller has checked that i < size().
    SOL_INLINE constexpr const T& operator[](uint64_t i) const { return elements_[i]; }
    SOL_INLINE constexpr T& operator[](uint64_t i) { return elements_[i]; }

    /// Errors: AccountDataTooSmall when full.
    SOL_INLINE constexpr Result<void> push(const T& element) {
        if (size_ >= Capacity) return ProgramError::AccountDataTooSmall;
        elements_[size_++] = element;
        return {};
    }
    SOL_INLINE constexpr void clear() { size_ = 0; }

  private:
    uint64_t size_ = 0;
    T elements_[Capacity]{};
};

/// Up to Capacity bytes of text, held in place.
template <uint64_t Capacity>
class String {
  public:
    static constexpr uint64_t capacity = Capacity;

    SOL_INLINE constexpr String() = default;
    SOL_INLINE constexpr Text text() const { return {text_, size_}; }
    SOL_INLINE constexpr uint64_t size() const { return size_; }

    /// Errors: AccountDataTooSmall where the text is too long.
    SOL_INLINE Result<void> assign(Text text) {
        if (text.size() > Capacity) return ProgramError::AccountDataTooSmall;
        copy(text_, text.data(), text.size());
        size_ = text.size();
        return {};
    }

  private:
    uint64_t size_ = 0;
    char text_[Capacity]{};
};

/// A value that may be absent.
template <class T>
struct Option {
    bool present = false;
    T value{};
};

}  // namespace sol

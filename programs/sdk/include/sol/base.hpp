#pragma once

#include <sol/abi.h>

/// What all headers use: inlining, type traits, spans, unaligned loads and stores. There is no
/// standard library for BPF beyond <stddef.h> and <stdint.h>.

/// Inlined functions may have more than five arguments and return structs whatever the compiler's
/// back end can do.
#define SOL_INLINE inline __attribute__((always_inline))
#define SOL_ALWAYS __attribute__((always_inline))  // for lambdas
/// For a loop that is to stay one where size counts more than compute units: -D SOL_SMALL.
#if defined(__clang__) && (defined(SOL_SMALL) || defined(__OPTIMIZE_SIZE__))
#define SOL_SMALL_LOOP _Pragma("clang loop unroll(disable)")
#else
#define SOL_SMALL_LOOP
#endif
#define SOL_JOIN_(a, b) a##b
#define SOL_JOIN(a, b) SOL_JOIN_(a, b)

namespace sol {

template <class T>
struct RemoveConst {
    using type = T;
};
template <class T>
struct RemoveConst<const T> {
    using type = T;
};
template <class T>
struct RemoveReference {
    using type = T;
};
template <class T>
struct RemoveReference<T&> {
    using type = T;
};
template <class T>
struct RemoveReference<T&&> {
    using type = T;
};
/// T without reference and const.
template <class T>
using Plain = typename RemoveConst<typename RemoveReference<T>::type>::type;

template <class A, class B>
inline constexpr bool is_same = false;
template <class A>
inline constexpr bool is_same<A, A> = true;

template <class T, class... Options>
concept AnyOf = (is_same<T, Options> || ...);

template <class T>
concept Unsigned =
    AnyOf<T, unsigned char, unsigned short, unsigned, unsigned long, unsigned long long>;
template <class T>
concept Signed = AnyOf<T, signed char, short, int, long, long long>;
/// Integers of 8 to 64 bits; not bool, not char.
template <class T>
concept Integer = Unsigned<T> || Signed<T>;

/// Borrowed elements in a row.
template <class T>
class Span {
  public:
    SOL_INLINE constexpr Span() = default;
    SOL_INLINE constexpr Span(T* data, uint64_t size) : data_(data), size_(size) {}
    template <uint64_t N>
    SOL_INLINE constexpr Span(T (&array)[N]) : data_(array), size_(N) {}
    /// Writable elements where read-only ones do.
    template <class U>
        requires is_same<const U, T>
    SOL_INLINE constexpr Span(Span<U> other) : data_(other.data()), size_(other.size()) {}

    SOL_INLINE constexpr T* data() const { return data_; }
    SOL_INLINE constexpr uint64_t size() const { return size_; }
    SOL_INLINE constexpr bool empty() const { return size_ == 0; }
    SOL_INLINE constexpr T* begin() const { return data_; }
    SOL_INLINE constexpr T* end() const { return data_ + size_; }
    /// The caller has checked that i < size().
    SOL_INLINE constexpr T& operator[](uint64_t i) const { return data_[i]; }

  private:
    T* data_ = nullptr;
    uint64_t size_ = 0;
};

using Bytes = Span<const uint8_t>;
using MutBytes = Span<uint8_t>;

/// Borrowed text; not ended by a zero.
class Text {
  public:
    SOL_INLINE constexpr Text() = default;
    SOL_INLINE constexpr Text(const char* data, uint64_t size) : data_(data), size_(size) {}
    /// A literal, without its zero.
    template <uint64_t N>
    SOL_INLINE constexpr Text(const char (&literal)[N]) : data_(literal), size_(N - 1) {}

    SOL_INLINE constexpr const char* data() const { return data_; }
    SOL_INLINE constexpr uint64_t size() const { return size_; }
    SOL_INLINE constexpr const char* begin() const { return data_; }
    SOL_INLINE constexpr const char* end() const { return data_ + size_; }
    SOL_INLINE constexpr char operator[](uint64_t i) const { return data_[i]; }

  private:
    const char* data_ = nullptr;
    uint64_t size_ = 0;
};

/// Reads a little-endian integer at any address. sBPF allows misaligned access, which clang for BPF
/// doesn't know: it would go byte by byte.
template <Integer T>
SOL_INLINE T load(const void* from) {
#ifdef __bpf__
    typedef T __attribute__((may_alias)) Aliased;
    return *static_cast<const Aliased*>(from);
#else
    T value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
#endif
}

/// Writes a little-endian integer at any address.
template <Integer T>
SOL_INLINE void store(void* to, T value) {
#ifdef __bpf__
    typedef T __attribute__((may_alias)) Aliased;
    *static_cast<Aliased*>(to) = value;
#else
    __builtin_memcpy(to, &value, sizeof value);
#endif
}

/// Copies bytes, also over themselves: at least 10 CU, whatever the length up to 2,500.
SOL_INLINE void copy(void* to, const void* from, uint64_t size) {
    if (size) sol_memmove_(to, from, size);
}

/// Sets bytes, at the price of copy().
SOL_INLINE void fill(void* to, uint8_t value, uint64_t size) {
    if (size) sol_memset_(to, value, size);
}

/// Whether the bytes are the same, at the price of copy().
SOL_INLINE bool equal(Bytes a, Bytes b) {
    if (a.size() != b.size()) return false;
    int32_t order = 0;
    if (!a.empty()) sol_memcmp_(a.data(), b.data(), a.size(), &order);
    return order == 0;
}

}  // namespace sol

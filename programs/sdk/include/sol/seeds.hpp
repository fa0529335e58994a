#pragma once

#include <sol/pubkey.hpp>

namespace sol {

/// One seed of an address: text, a key, bytes, or a byte that stays where it is (the bump).
class Seed {
  public:
    template <uint64_t N>
    SOL_INLINE constexpr Seed(const char (&literal)[N]) : bytes_{literal, N - 1} {}
    SOL_INLINE constexpr Seed(Text text) : bytes_{text.data(), text.size()} {}
    SOL_INLINE constexpr Seed(Bytes bytes) : bytes_{bytes.data(), bytes.size()} {}
    SOL_INLINE constexpr Seed(const Pubkey& key) : bytes_{key.bytes, sizeof key.bytes} {}
    Seed(const Pubkey&& key) = delete;
    /// An integer's little-endian bytes; borrowed, so it has to be a variable.
    template <Integer T>
    SOL_INLINE constexpr Seed(const T& number) : bytes_{&number, sizeof number} {}
    template <Integer T>
    Seed(const T&& number) = delete;

    SOL_INLINE constexpr SolBytes bytes() const { return bytes_; }

  private:
    SolBytes bytes_;
};

/// Seeds in a row: `seeds("vault", owner.key(), bump)`. Borrows what it is made of.
template <uint64_t N>
struct Seeds {
    static_assert(N <= 16, "an address has 16 seeds at most");
    static constexpr uint64_t size = N;
    SolBytes at[N ? N : 1];
};

template <class... S>
SOL_INLINE Seeds<sizeof...(S)> seeds(S&&... seed) {
    return {{Seed(static_cast<S&&>(seed)).bytes()...}};
}

}  // namespace sol

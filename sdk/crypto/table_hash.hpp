#pragma once

#include <array>
#include <cstdint>

#include "sdk/types/bytes.hpp"

namespace orrery::crypto {

using TableDigest = std::array<std::uint64_t, 2>;

/// A keyed 128-bit digest (XXH3) for tables that are keyed by bytes from outside: quick, and nobody
/// can choose bytes that meet without knowing the key. No signature, no commitment. Immutable.
class TableHash {
  public:
    explicit TableHash(const std::array<std::uint8_t, 32>& key);
    TableDigest operator()(ByteSpan bytes) const;

  private:
    static constexpr std::size_t secret_size = 192;
    std::array<std::uint8_t, secret_size> secret_;
};

}  // namespace orrery::crypto

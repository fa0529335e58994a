#pragma once

#include <array>
#include <initializer_list>
#include <span>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::crypto {

/// An incremental Keccak-256 with the original padding (Ethereum's, not SHA3-256).
class Keccak256 {
  public:
    Keccak256& update(ByteSpan bytes);
    /// The digest of everything so far; the object must not be used afterwards.
    Hash finish();

  private:
    static constexpr std::size_t rate = 136;

    void absorb_byte(std::uint8_t byte);

    std::array<std::uint64_t, 25> lanes_{};
    std::size_t filled_ = 0;  ///< bytes absorbed into the current block
};

Hash keccak256(ByteSpan bytes);
/// The digest of the parts' concatenation.
Hash keccak256(std::initializer_list<ByteSpan> parts);
Hash keccak256(std::span<const ByteSpan> parts);

}  // namespace orrery::crypto

#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::crypto {

/// An incremental BLAKE3 (hash mode, 32-byte output), as in the BLAKE3 paper, section 2.
class Blake3 {
  public:
    Blake3();
    Blake3& update(ByteSpan bytes);
    /// The digest of everything so far. Leaves the object as it was: more may follow.
    Hash finish() const;

  private:
    static constexpr std::size_t block_size = 64;
    static constexpr std::size_t chunk_size = 1024;
    static constexpr std::size_t max_depth = 54;  ///< chunks of an input of 2^64 bytes

    using ChainingValue = std::array<std::uint32_t, 8>;

    void compress_block();
    void finish_chunk();
    std::uint32_t start_flag() const;

    ChainingValue chaining_;  ///< of the current chunk
    std::array<std::uint8_t, block_size> block_{};
    std::size_t block_filled_ = 0;
    std::size_t blocks_compressed_ = 0;  ///< in the current chunk
    std::uint64_t chunk_ = 0;            ///< index of the current chunk
    /// Roots of complete subtrees, largest first: one for each bit set in `chunk_`.
    std::array<ChainingValue, max_depth> stack_;
    std::size_t depth_ = 0;
};

Hash blake3(ByteSpan bytes);
/// The digest of the parts' concatenation.
Hash blake3(std::initializer_list<ByteSpan> parts);

}  // namespace orrery::crypto

#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::crypto {

/// An incremental SHA-256. Copyable: a copy continues from the same prefix.
class Sha256 {
  public:
    Sha256();
    Sha256& update(ByteSpan bytes);
    template <std::size_t N, class Tag>
    Sha256& update(const FixedBytes<N, Tag>& key) {
        return update(ByteSpan(key.bytes));
    }
    /// The digest of everything so far; the object must not be used afterwards.
    Hash finish();

  private:
    alignas(
        8) std::array<std::byte, 112> state_;  ///< OpenSSL's SHA256_CTX, kept out of this header
};

Hash sha256(ByteSpan bytes);
/// The digest of the parts' concatenation.
Hash sha256(std::initializer_list<ByteSpan> parts);
Hash sha256(std::span<const ByteSpan> parts);

}  // namespace orrery::crypto

#include "sdk/crypto/table_hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>

#include "sdk/crypto/sha256.hpp"

namespace orrery::crypto {

TableHash::TableHash(const std::array<std::uint8_t, 32>& key) {
    static_assert(secret_size >= XXH3_SECRET_SIZE_MIN);
    for (std::uint8_t part = 0; part < secret_size / Hash::size; ++part) {
        const auto bytes = sha256({ByteSpan(key), ByteSpan(&part, 1)});
        std::copy(bytes.bytes.begin(), bytes.bytes.end(), secret_.begin() + part * Hash::size);
    }
}

TableDigest TableHash::operator()(ByteSpan bytes) const {
    const auto digest =
        XXH3_128bits_withSecret(bytes.data(), bytes.size(), secret_.data(), secret_.size());
    return {digest.low64, digest.high64};
}

}  // namespace orrery::crypto

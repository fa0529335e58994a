#include "sdk/crypto/siphash.hpp"

#include <sodium.h>

namespace orrery::crypto {

SipHashDigest siphash(const SipHashKey& key, ByteSpan bytes) {
    static_assert(sizeof(SipHashKey) == crypto_shorthash_siphashx24_KEYBYTES);
    static_assert(sizeof(SipHashDigest) == crypto_shorthash_siphashx24_BYTES);
    std::array<std::uint8_t, crypto_shorthash_siphashx24_BYTES> out;
    crypto_shorthash_siphashx24(out.data(), bytes.data(), bytes.size(), key.data());
    return {load_le<std::uint64_t>(out.data()), load_le<std::uint64_t>(out.data() + 8)};
}

}  // namespace orrery::crypto

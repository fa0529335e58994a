#include "sdk/crypto/ed25519.hpp"

#include <sodium.h>

#include <algorithm>

#include "sdk/types/check.hpp"

namespace orrery::crypto {
namespace {

// Signing wants seed and public key side by side; wiped after use.
struct ExpandedSecret {
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> bytes;

    ExpandedSecret() = default;
    ExpandedSecret(const ExpandedSecret&) = delete;
    ExpandedSecret& operator=(const ExpandedSecret&) = delete;
    ~ExpandedSecret() { sodium_memzero(bytes.data(), bytes.size()); }
};

// libsodium picks its implementations once; a function-local static makes that thread-safe.
void ensure_sodium() {
    static const int status = sodium_init();
    ORRERY_CHECK(status >= 0);
}

}  // namespace

Seed::~Seed() { sodium_memzero(bytes_.data(), bytes_.size()); }

Keypair Keypair::from_seed(const Seed& seed) {
    ensure_sodium();
    Keypair pair;
    ExpandedSecret secret;
    pair.seed = seed;
    crypto_sign_seed_keypair(pair.pubkey.bytes.data(), secret.bytes.data(), seed.bytes().data());
    return pair;
}

Keypair Keypair::random() {
    ensure_sodium();
    std::array<std::uint8_t, 32> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    const Seed seed(bytes);
    sodium_memzero(bytes.data(), bytes.size());
    return from_seed(seed);
}

std::optional<Keypair> Keypair::from_bytes(ByteSpan bytes) {
    if (bytes.size() != 64) return std::nullopt;
    std::array<std::uint8_t, 32> half;
    std::copy_n(bytes.data(), half.size(), half.data());
    Keypair pair = from_seed(Seed(half));
    sodium_memzero(half.data(), half.size());
    if (pair.pubkey != Pubkey::from(bytes.subspan(32))) return std::nullopt;
    return pair;
}

std::array<std::uint8_t, 64> Keypair::to_bytes() const {
    std::array<std::uint8_t, 64> out;
    std::copy_n(seed.bytes().data(), 32, out.data());
    std::copy_n(pubkey.bytes.data(), 32, out.data() + 32);
    return out;
}

Signature Keypair::sign(ByteSpan message) const {
    ensure_sodium();
    ExpandedSecret secret;
    std::copy_n(seed.bytes().data(), 32, secret.bytes.data());
    std::copy_n(pubkey.bytes.data(), 32, secret.bytes.data() + 32);
    Signature signature;
    crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(),
                         secret.bytes.data());
    return signature;
}

bool verify_strict(const Pubkey& signer, ByteSpan message, const Signature& signature) {
    ensure_sodium();
    return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(),
                                       signer.bytes.data()) == 0;
}

}  // namespace orrery::crypto

#pragma once

#include <array>
#include <optional>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::crypto {

/// 32 secret bytes, wiped when they go.
class Seed {
  public:
    Seed() = default;
    explicit Seed(const std::array<std::uint8_t, 32>& bytes) : bytes_(bytes) {}
    Seed(const Seed&) = default;
    Seed& operator=(const Seed&) = default;
    ~Seed();

    const std::array<std::uint8_t, 32>& bytes() const { return bytes_; }

  private:
    std::array<std::uint8_t, 32> bytes_{};
};

/// An ed25519 key pair. The seed is the secret; the public key is derived from it.
struct Keypair {
    Seed seed;
    Pubkey pubkey;

    static Keypair from_seed(const Seed& seed);
    /// Draws the seed from the system's random source. Thread-safe.
    static Keypair random();
    /// From Solana's 64 bytes: seed, then public key. Nothing if the length is wrong or the public
    /// key isn't the seed's.
    static std::optional<Keypair> from_bytes(ByteSpan bytes);

    /// Seed, then public key: what Solana's key files hold. The caller wipes the copy.
    std::array<std::uint8_t, 64> to_bytes() const;

    /// Signs a message (RFC 8032, deterministic).
    Signature sign(ByteSpan message) const;
};

/// Whether the signature is valid, as ed25519-dalek's verify_strict judges: s below the group
/// order, no public key and no R of small order, cofactorless equation. Pure and thread-safe.
///
/// The one difference: an encoding of the public key with y >= 2^255 - 19 is refused here and
/// decoded there. Of those encodings only small-order points, refused by both, have a known
/// discrete logarithm, so no signature can tell the two apart.
bool verify_strict(const Pubkey& signer, ByteSpan message, const Signature& signature);

}  // namespace orrery::crypto

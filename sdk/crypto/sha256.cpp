#include "sdk/crypto/sha256.hpp"

// The low-level calls keep their state on the stack; EVP allocates and looks the algorithm up each
// time, which costs several times the hash of a short input.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

namespace orrery::crypto {
namespace {

SHA256_CTX* context(std::array<std::byte, 112>& state) {
    static_assert(sizeof(SHA256_CTX) == 112 && alignof(SHA256_CTX) <= 8);
    return reinterpret_cast<SHA256_CTX*>(state.data());
}

}  // namespace

Sha256::Sha256() { SHA256_Init(context(state_)); }

Sha256& Sha256::update(ByteSpan bytes) {
    SHA256_Update(context(state_), bytes.data(), bytes.size());
    return *this;
}

Hash Sha256::finish() {
    Hash digest;
    SHA256_Final(digest.bytes.data(), context(state_));
    return digest;
}

Hash sha256(ByteSpan bytes) { return Sha256().update(bytes).finish(); }

Hash sha256(std::initializer_list<ByteSpan> parts) {
    return sha256(std::span<const ByteSpan>(parts.begin(), parts.size()));
}

Hash sha256(std::span<const ByteSpan> parts) {
    Sha256 hasher;
    for (const ByteSpan part : parts) hasher.update(part);
    return hasher.finish();
}

}  // namespace orrery::crypto

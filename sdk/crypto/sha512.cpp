#include "sdk/crypto/sha512.hpp"

#define OPENSSL_SUPPRESS_DEPRECATED  // as in sha256.cpp: EVP costs more than a short hash
#include <openssl/sha.h>

namespace orrery::crypto {

Sha512Digest sha512(ByteSpan bytes) {
    const ByteSpan parts[] = {bytes};
    return sha512({parts[0]});
}

Sha512Digest sha512(std::initializer_list<ByteSpan> parts) {
    SHA512_CTX context;
    SHA512_Init(&context);
    for (const ByteSpan part : parts) SHA512_Update(&context, part.data(), part.size());
    Sha512Digest digest;
    SHA512_Final(digest.data(), &context);
    return digest;
}

}  // namespace orrery::crypto

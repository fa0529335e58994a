#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <algorithm>
#include <array>
#include <optional>

#include "devnet/svm/syscalls/functions.hpp"

namespace orrery::syscalls {
namespace {

constexpr std::size_t signature_size = 64;
constexpr std::size_t public_key_size = 64;  ///< x and y, without the leading 4
constexpr uint64_t invalid_recovery_id = 2;
constexpr uint64_t invalid_signature = 3;

using UncompressedKey = std::array<std::uint8_t, 1 + public_key_size>;

std::optional<UncompressedKey> recover(ByteSpan hash, int recovery_id, ByteSpan signature) {
    const secp256k1_context* context = secp256k1_context_static;
    secp256k1_ecdsa_recoverable_signature parsed;
    secp256k1_pubkey key;
    if (!secp256k1_ecdsa_recoverable_signature_parse_compact(context, &parsed, signature.data(),
                                                             recovery_id) ||
        !secp256k1_ecdsa_recover(context, &key, &parsed, hash.data()))
        return std::nullopt;
    UncompressedKey out;
    std::size_t length = out.size();
    secp256k1_ec_pubkey_serialize(context, out.data(), &length, &key, SECP256K1_EC_UNCOMPRESSED);
    return out;
}

}  // namespace

Answer sol_secp256k1_recover(Call& call, uint64_t hash, uint64_t recovery_id, uint64_t signature,
                             uint64_t result) {
    CHECK_OK(call.consume(call.costs().secp256k1_recover));
    TRY(const MutByteSpan out, call.output({result, public_key_size}));
    TRY(const ByteSpan message, call.bytes(hash, Hash::size));
    TRY(const ByteSpan signed_by, call.bytes(signature, signature_size));
    if (recovery_id > 3) return invalid_recovery_id;
    const auto key = recover(message, static_cast<int>(recovery_id), signed_by);
    if (!key) return invalid_signature;
    std::copy(key->begin() + 1, key->end(), out.begin());
    return success;
}

}  // namespace orrery::syscalls

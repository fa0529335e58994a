#include "devnet/svm/programs/nonce.hpp"

#include "devnet/svm/programs/system.hpp"
#include "sdk/codec/reader.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/crypto/sha256.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::programs {
namespace {

enum : std::uint32_t { legacy_version = 0, current_version = 1 };
enum : std::uint32_t { uninitialized = 0, initialized = 1 };

}  // namespace

std::optional<NonceState> NonceState::decode(ByteSpan bytes) {
    codec::ByteReader in(bytes);
    const auto version = in.u32();
    const auto state = in.u32();
    if (in.failed() || version > current_version || state > initialized) return std::nullopt;
    NonceState out{version == legacy_version, std::nullopt};
    if (state == uninitialized) return out;
    out.data = NonceData{in.key(), in.key<Hash>(), in.u64()};
    if (in.failed()) return std::nullopt;
    return out;
}

Bytes NonceState::encode() const {
    codec::ByteWriter out;
    out.u32(legacy ? legacy_version : current_version).u32(data ? initialized : uninitialized);
    if (data) out.key(data->authority).key(data->durable_nonce).u64(data->lamports_per_signature);
    return out.take();
}

Hash durable_nonce_from(const Hash& blockhash) {
    return crypto::sha256({as_bytes("DURABLE_NONCE"), blockhash.span()});
}

std::optional<NonceData> verify_nonce(const Account& account, const Hash& lifetime) {
    if (account.owner != ids::system) return std::nullopt;
    const auto state = NonceState::decode(account.data.slice(0, NonceState::size));
    if (!state || state->legacy || !state->data || state->data->durable_nonce != lifetime)
        return std::nullopt;
    return state->data;
}

std::optional<std::uint16_t> nonce_account_index(const tx::Message& message) {
    if (message.instructions.empty()) return std::nullopt;
    const auto& first = message.instructions.front();
    const auto& keys = message.static_keys;
    if (first.program_index >= keys.size() || keys[first.program_index] != ids::system)
        return std::nullopt;
    if (codec::ByteReader in(first.data);
        in.u32() != static_cast<std::uint32_t>(SystemTag::advance_nonce_account) || in.failed())
        return std::nullopt;
    if (first.accounts.empty()) return std::nullopt;
    const auto index = first.accounts.front();
    if (index >= keys.size() || !message.is_static_writable(index)) return std::nullopt;
    return index;
}

}  // namespace orrery::programs

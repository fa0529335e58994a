#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::codec {

/// Encodes bytes in Bitcoin's base58. 32 and 64 bytes take a fast path; other lengths cost
/// O(length^2), so callers limit what they accept (RPC: 128 bytes).
std::string base58_encode(ByteSpan bytes);

/// Decodes base58 text of at most `max_len` bytes; nothing for a character outside the alphabet or
/// a longer value. Work is bounded by `max_len`, not by the text.
std::optional<Bytes> base58_decode(std::string_view text, std::size_t max_len);

/// Decodes base58 text that stands for exactly `out.size()` bytes, which must be at most 64.
/// False, with `out` unspecified, when it doesn't.
bool base58_decode_exact(std::string_view text, MutByteSpan out);

/// Decodes a Pubkey, Hash, Signature or Txid: `decode_key<Pubkey>(text)`. Nothing unless the text
/// is base58 of exactly that many bytes.
template <class Key>
std::optional<Key> decode_key(std::string_view text) {
    Key key;
    if (!base58_decode_exact(text, key.bytes)) return std::nullopt;
    return key;
}

/// The base58 text of a Pubkey, Hash, Signature or Txid.
template <std::size_t N, class Tag>
std::string to_string(const FixedBytes<N, Tag>& key) {
    return base58_encode(key.bytes);
}

}  // namespace orrery::codec

#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>

#include "sdk/types/bytes.hpp"

namespace orrery {

/// N opaque bytes of one meaning. Tag keeps a Hash from being passed as a Pubkey.
template <std::size_t N, class Tag>
struct FixedBytes {
    static constexpr std::size_t size = N;
    std::array<std::uint8_t, N> bytes{};

    /// In the order of the bytes, which mostly the first eight decide.
    auto operator<=>(const FixedBytes& other) const {
        const auto first = __builtin_bswap64(load_le<std::uint64_t>(bytes.data()));
        const auto theirs = __builtin_bswap64(load_le<std::uint64_t>(other.bytes.data()));
        if (first != theirs) return first <=> theirs;
        return std::memcmp(bytes.data(), other.bytes.data(), N) <=> 0;
    }
    /// Word by word: keys that differ mostly do so in the first.
    bool operator==(const FixedBytes& other) const {
        static_assert(N % 8 == 0);
        for (std::size_t at = 0; at < N; at += 8)
            if (load_le<std::uint64_t>(bytes.data() + at) !=
                load_le<std::uint64_t>(other.bytes.data() + at))
                return false;
        return true;
    }

    ByteSpan span() const { return bytes; }

    /// Copies the first N bytes of `from`; the caller has checked its length.
    static FixedBytes from(ByteSpan from) {
        FixedBytes out;
        std::memcpy(out.bytes.data(), from.data(), N);
        return out;
    }
};

/// An account's address: an ed25519 public key or a program derived address.
using Pubkey = FixedBytes<32, struct PubkeyTag>;
/// A SHA-256 sized digest: blockhashes, shred hashes, message hashes.
using Hash = FixedBytes<32, struct HashTag>;
/// An ed25519 signature.
using Signature = FixedBytes<64, struct SignatureTag>;
/// A transaction's id: the first signature where that is ed25519 (solayer-chain.md 2.1).
using Txid = FixedBytes<64, struct TxidTag>;

/// Hasher for keys that are already uniformly distributed; mixes 8 bytes, so that
/// program ids that share a prefix of zeros don't collide.
struct KeyHasher {
    using is_avalanching = void;
    template <std::size_t N, class Tag>
    std::size_t operator()(const FixedBytes<N, Tag>& key) const noexcept {
        const auto a = load_le<std::uint64_t>(key.bytes.data());
        const auto b = load_le<std::uint64_t>(key.bytes.data() + 16);
        const auto mixed = (a ^ (b << 29 | b >> 35)) * 0x9E3779B97F4A7C15ull;
        return static_cast<std::size_t>(mixed ^ (mixed >> 32));
    }
};

}  // namespace orrery

template <std::size_t N, class Tag>
struct std::hash<orrery::FixedBytes<N, Tag>> : orrery::KeyHasher {};

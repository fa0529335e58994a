#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "sdk/types/amounts.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery {

/// An account's data: immutable and shared. Up to 4 KiB it is one block; above, a list of 4 KiB
/// chunks, each shared between versions that agree on it, so that writing one byte of a large
/// account stores one chunk. No size cap. Copies are O(1) for a block and O(chunks) for a list;
/// safe to read from any thread.
class AccountData {
  public:
    static constexpr std::size_t chunk_size = 4096;
    using Chunk = std::shared_ptr<const Bytes>;

    AccountData() = default;

    /// Copies `bytes`.
    static AccountData from(ByteSpan bytes);
    /// Copies `bytes`, but shares every chunk that equals the chunk of `base` at its place.
    static AccountData from(ByteSpan bytes, const AccountData& base);
    /// As from(bytes, base), but takes a block over instead of copying it.
    static AccountData adopt(Bytes bytes, const AccountData& base);

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    /// The bytes where they lie in one block (size up to 4 KiB); else nothing.
    std::optional<ByteSpan> block() const;
    /// The chunks in order; all but the last have chunk_size bytes. Empty for empty data.
    std::span<const Chunk> chunks() const;

    /// Copies [offset, offset + out.size()) into `out`; the range must lie inside the data.
    void copy_to(MutByteSpan out, std::size_t offset = 0) const;
    /// A contiguous copy of the data.
    Bytes to_bytes() const;
    /// The range of `length` bytes from `offset`, clamped to the data.
    Bytes slice(std::size_t offset, std::size_t length) const;

    bool operator==(const AccountData& other) const;
    /// Whether the data equals contiguous bytes.
    bool equals(ByteSpan bytes) const;

  private:
    std::size_t size_ = 0;
    Chunk first_;                                       ///< the only chunk up to chunk_size
    std::shared_ptr<const std::vector<Chunk>> chunks_;  ///< set above chunk_size
};

/// The value of an account at one version. Immutable once shared through AccountRef.
struct Account {
    Lamports lamports;
    Pubkey owner;
    bool executable = false;
    std::uint64_t rent_epoch = UINT64_MAX;
    AccountData data;

    bool operator==(const Account&) const = default;
};

/// Shared ownership of an immutable account; null means absent.
using AccountRef = std::shared_ptr<const Account>;

/// Whether two account states differ in what a version counts: lamports, owner, executable or
/// data (solayer-chain.md 7, "Versions and hashes"); null is the absent account.
bool differs(const AccountRef& a, const AccountRef& b);

}  // namespace orrery

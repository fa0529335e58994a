#pragma once

#include <cstdint>

#include "devnet/svm/state/account_reader.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/ids.hpp"
#include "sdk/types/key.hpp"

namespace orrery::invoke {

/// One of a transaction's accounts while it executes: the state it was loaded with and a working
/// copy. The data stays shared with the loaded account until somebody writes it. A copyable value.
class TxAccount {
  public:
    Pubkey key;
    std::uint64_t lamports = 0;
    Pubkey owner = ids::system;
    std::uint64_t rent_epoch = UINT64_MAX;
    std::uint64_t version = 0;  ///< as read
    AccountRef loaded;          ///< as read; null = absent
    bool executable = false;
    bool writable = false;  ///< the message locks it for writing, after demotions
    bool borrowed = false;  ///< a BorrowedAccount is alive

    /// The working copy of `account` (null = absent: system-owned, no lamports, no data).
    static TxAccount from(const Pubkey& key, const svm::VersionedAccount& account);
    /// Takes over the account's state; for an account that holds nothing yet.
    void load(svm::VersionedAccount account);

    std::size_t data_size() const {
        return own_ ? bytes_.size() : loaded ? loaded->data.size() : 0;
    }
    /// The data in one piece; the first call on data above 4 KiB copies it. Valid until the next
    /// write.
    ByteSpan data() const;
    /// Copies [offset, offset + out.size()), which must lie inside the data; never makes a private
    /// copy.
    void read(MutByteSpan out, std::size_t offset = 0) const;
    /// The data for writing in place; makes a private copy first.
    MutByteSpan data_mut();
    void resize(std::size_t size);  ///< new bytes are zero
    void set_data(ByteSpan bytes);
    bool data_equals(ByteSpan bytes) const;
    /// Whether every byte is zero.
    bool data_is_zero() const;

    /// The working copy as an immutable account; shares unchanged chunks with the loaded one. Takes
    /// the data: nothing but `loaded` may be asked of the working copy afterwards.
    AccountRef take_account();
    /// Whether the working copy differs from what was loaded in what a version counts.
    bool changed() const;

  private:
    /// The data while !own_.
    const AccountData& shared() const;

    mutable Bytes bytes_;  ///< the data while own_, else a lazily made contiguous copy
    mutable bool contiguous_ = false;
    bool own_ = false;
};

}  // namespace orrery::invoke

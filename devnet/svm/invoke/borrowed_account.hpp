#pragma once

#include "devnet/svm/invoke/builtin.hpp"
#include "devnet/svm/invoke/tx_account.hpp"

namespace orrery::invoke {

class InvokeContext;

/// An instruction's exclusive hold on one of its accounts, enforcing what its program may do to it
/// (svm-runtime.md 2.4). Released on destruction. Setters fail before anything changes.
class BorrowedAccount {
  public:
    BorrowedAccount(InvokeContext& context, TxAccount& account, const Pubkey& program, bool signer,
                    bool writable);
    BorrowedAccount(BorrowedAccount&& other) noexcept;
    BorrowedAccount& operator=(BorrowedAccount&&) = delete;
    BorrowedAccount(const BorrowedAccount&) = delete;
    ~BorrowedAccount();

    /// Gives the account back early.
    void release();

    const Pubkey& key() const { return account_->key; }
    const Pubkey& owner() const { return account_->owner; }
    std::uint64_t lamports() const { return account_->lamports; }
    std::size_t data_size() const { return account_->data_size(); }
    ByteSpan data() const { return account_->data(); }
    /// As `data() == bytes`, without putting large data into one piece.
    bool data_equals(ByteSpan bytes) const { return account_->data_equals(bytes); }
    /// Copies the first bytes of the data; `out` must not be larger than it.
    void read(MutByteSpan out) const { account_->read(out); }
    bool executable() const { return account_->executable; }
    bool is_signer() const { return signer_; }
    bool is_writable() const { return writable_; }
    bool is_owned_by_program() const { return account_->owner == program_; }
    /// Whether the lamports cover rent for `data_size` bytes of data.
    bool is_rent_exempt_at(std::size_t data_size) const;

    [[nodiscard]] InstructionResult set_lamports(std::uint64_t lamports);
    [[nodiscard]] InstructionResult add_lamports(std::uint64_t lamports);
    [[nodiscard]] InstructionResult sub_lamports(std::uint64_t lamports);
    [[nodiscard]] InstructionResult set_owner(const Pubkey& owner);
    [[nodiscard]] InstructionResult set_executable(bool executable);
    /// The data for writing in place.
    [[nodiscard]] Result<MutByteSpan, tx::InstructionError> data_mut();
    [[nodiscard]] InstructionResult set_data_length(std::size_t size);
    [[nodiscard]] InstructionResult set_data(ByteSpan bytes);
    [[nodiscard]] InstructionResult append(ByteSpan bytes);
    /// Overwrites the first bytes of the data; the rest stays. Error: AccountDataTooSmall.
    [[nodiscard]] InstructionResult set_state(ByteSpan bytes);

    [[nodiscard]] InstructionResult can_data_be_changed() const;
    [[nodiscard]] InstructionResult can_data_be_resized(std::size_t size) const;

  private:
    InvokeContext* context_;
    TxAccount* account_;
    Pubkey program_;
    bool signer_;
    bool writable_;
};

}  // namespace orrery::invoke

#include "devnet/svm/invoke/borrowed_account.hpp"

#include <utility>

#include "devnet/svm/invoke/context.hpp"

namespace orrery::invoke {

using Code = InstructionErrorCode;

BorrowedAccount::BorrowedAccount(InvokeContext& context, TxAccount& account, const Pubkey& program,
                                 bool signer, bool writable)
    : context_(&context),
      account_(&account),
      program_(program),
      signer_(signer),
      writable_(writable) {
    account.borrowed = true;
}

BorrowedAccount::BorrowedAccount(BorrowedAccount&& other) noexcept
    : context_(other.context_),
      account_(std::exchange(other.account_, nullptr)),
      program_(other.program_),
      signer_(other.signer_),
      writable_(other.writable_) {}

BorrowedAccount::~BorrowedAccount() { release(); }

void BorrowedAccount::release() {
    if (account_) account_->borrowed = false;
    account_ = nullptr;
}

bool BorrowedAccount::is_rent_exempt_at(std::size_t data_size) const {
    return context_->sysvars().rent.is_exempt(account_->lamports, data_size);
}

InstructionResult BorrowedAccount::set_lamports(std::uint64_t lamports) {
    if (!is_owned_by_program() && lamports < account_->lamports)
        return error(Code::ExternalAccountLamportSpend);
    if (!writable_) return error(Code::ReadonlyLamportChange);
    if (lamports == account_->lamports) return {};
    context_->note_lamports(account_->lamports, lamports);
    account_->lamports = lamports;
    return {};
}

InstructionResult BorrowedAccount::add_lamports(std::uint64_t lamports) {
    std::uint64_t sum = 0;
    if (__builtin_add_overflow(account_->lamports, lamports, &sum))
        return error(Code::ArithmeticOverflow);
    return set_lamports(sum);
}

InstructionResult BorrowedAccount::sub_lamports(std::uint64_t lamports) {
    if (lamports > account_->lamports) return error(Code::ArithmeticOverflow);
    return set_lamports(account_->lamports - lamports);
}

InstructionResult BorrowedAccount::set_owner(const Pubkey& owner) {
    if (!is_owned_by_program() || !writable_ || !account_->data_is_zero())
        return error(Code::ModifiedProgramId);
    if (account_->owner == owner) return {};
    account_->owner = owner;
    return {};
}

InstructionResult BorrowedAccount::set_executable(bool executable) {
    if (!is_rent_exempt_at(account_->data_size()))
        return error(Code::ExecutableAccountNotRentExempt);
    if (!is_owned_by_program() || !writable_) return error(Code::ExecutableModified);
    if (account_->executable == executable) return {};
    account_->executable = executable;
    return {};
}

Result<MutByteSpan, tx::InstructionError> BorrowedAccount::data_mut() {
    CHECK_OK(can_data_be_changed());
    return account_->data_mut();
}

InstructionResult BorrowedAccount::set_data_length(std::size_t size) {
    CHECK_OK(can_data_be_resized(size));
    const auto old = account_->data_size();
    if (old == size) return {};
    context_->resize_delta_ += static_cast<std::int64_t>(size) - static_cast<std::int64_t>(old);
    account_->resize(size);
    return {};
}

InstructionResult BorrowedAccount::set_data(ByteSpan bytes) {
    CHECK_OK(can_data_be_resized(bytes.size()));
    context_->resize_delta_ +=
        static_cast<std::int64_t>(bytes.size()) - static_cast<std::int64_t>(account_->data_size());
    account_->set_data(bytes);
    return {};
}

InstructionResult BorrowedAccount::append(ByteSpan bytes) {
    const auto old = account_->data_size();
    CHECK_OK(set_data_length(old + bytes.size()));
    if (bytes.empty()) return {};
    std::memcpy(account_->data_mut().data() + old, bytes.data(), bytes.size());
    return {};
}

InstructionResult BorrowedAccount::set_state(ByteSpan bytes) {
    TRY(const auto data, data_mut());
    if (bytes.size() > data.size()) return error(Code::AccountDataTooSmall);
    std::memcpy(data.data(), bytes.data(), bytes.size());
    return {};
}

InstructionResult BorrowedAccount::can_data_be_changed() const {
    if (!writable_) return error(Code::ReadonlyDataModified);
    if (!is_owned_by_program()) return error(Code::ExternalAccountDataModified);
    return {};
}

InstructionResult BorrowedAccount::can_data_be_resized(std::size_t size) const {
    const auto& limits = context_->environment().limits;
    if (size > limits.account_data) return error(Code::InvalidRealloc);
    const auto delta =
        static_cast<std::int64_t>(size) - static_cast<std::int64_t>(account_->data_size());
    if (context_->resize_delta_ + delta > limits.account_data_growth)
        return error(Code::MaxAccountsDataAllocationsExceeded);
    return can_data_be_changed();
}

}  // namespace orrery::invoke

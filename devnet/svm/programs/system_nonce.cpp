#include "devnet/svm/programs/system_nonce.hpp"

#include "devnet/svm/programs/log.hpp"
#include "devnet/svm/programs/nonce.hpp"
#include "devnet/svm/programs/system.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::programs {

using invoke::BorrowedAccount;
using invoke::InstructionResult;
using invoke::InvokeContext;
using Code = invoke::InstructionErrorCode;

namespace {

constexpr std::size_t blockhash_entry_size = 40;  // hash, lamports per signature

// The list's bytes matter only in being there and not being empty; the nonce itself derives from
// the environment's blockhash.
Result<bool, tx::InstructionError> has_recent_blockhashes(InvokeContext& context,
                                                          std::size_t index) {
    CHECK_OK(context.check_sysvar_account(index, ids::recent_blockhashes));
    const auto& account = context.sysvars().account(svm::SysvarId::recent_blockhashes);
    if (!account || account->data.size() < sizeof(std::uint64_t))
        return invoke::error(Code::UnsupportedSysvar);
    const auto head = account->data.slice(0, sizeof(std::uint64_t));
    const auto count = load_le<std::uint64_t>(head.data());
    if (count > (account->data.size() - head.size()) / blockhash_entry_size)
        return invoke::error(Code::UnsupportedSysvar);
    return count != 0;
}

InstructionResult check_writable(InvokeContext& context, const BorrowedAccount& account,
                                 std::string_view action) {
    if (account.is_writable()) return {};
    return refuse(context, Code::InvalidArgument, action, " nonce account: Account ", account.key(),
                  " must be writeable");
}

Result<NonceState, tx::InstructionError> read_state(const BorrowedAccount& account) {
    auto state = NonceState::decode(account.data());
    if (!state) return invoke::error(Code::InvalidAccountData);
    return *state;
}

auto refuse_state(InvokeContext& context, const BorrowedAccount& account, std::string_view action) {
    return refuse(context, Code::InvalidAccountData, action, " nonce account: Account ",
                  account.key(), " state is invalid");
}

Hash next_nonce(const InvokeContext& context) {
    return durable_nonce_from(context.environment().blockhash);
}

InstructionResult write_nonce(InvokeContext& context, BorrowedAccount& account,
                              const Pubkey& authority) {
    const NonceData data{authority, next_nonce(context),
                         context.environment().lamports_per_signature};
    return account.set_state(NonceState{false, data}.encode());
}

InstructionResult check_withdraw_signer(InvokeContext& context, const Pubkey& key) {
    if (context.signed_by(key)) return {};
    return refuse(context, Code::MissingRequiredSignature, "Withdraw nonce account: Account ", key,
                  " must sign");
}

InstructionResult check_withdraw_funds(InvokeContext& context, const BorrowedAccount& from,
                                       std::uint64_t need) {
    if (need <= from.lamports()) return {};
    return refuse(context, Code::InsufficientFunds,
                  "Withdraw nonce account: insufficient lamports ", from.lamports(), ", need ",
                  need);
}

// Taking everything ends the nonce, so it must have expired; taking a part leaves it rent exempt.
InstructionResult check_withdrawal(InvokeContext& context, BorrowedAccount& from,
                                   const NonceState& state, std::uint64_t lamports) {
    if (!state.data) {
        CHECK_OK(check_withdraw_funds(context, from, lamports));
        return check_withdraw_signer(context, from.key());
    }
    if (lamports == from.lamports()) {
        if (state.data->durable_nonce == next_nonce(context))
            return refuse(context, system_error(SystemError::nonce_blockhash_not_expired),
                          "Withdraw nonce account: nonce can only advance once per slot");
        CHECK_OK(check_withdraw_signer(context, state.data->authority));
        return from.set_state(NonceState{}.encode());
    }
    std::uint64_t need = 0;
    if (__builtin_add_overflow(lamports, context.sysvars().rent.minimum_balance(from.data_size()),
                               &need))
        return invoke::error(Code::InsufficientFunds);
    CHECK_OK(check_withdraw_funds(context, from, need));
    return check_withdraw_signer(context, state.data->authority);
}

}  // namespace

InstructionResult advance_nonce_account(InvokeContext& context, InstructionArgs& args) {
    constexpr std::string_view action = "Advance";
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(1));
    TRY(auto account, context.borrow(0));
    TRY(const auto has_blockhashes, has_recent_blockhashes(context, 1));
    if (!has_blockhashes)
        return refuse(context, system_error(SystemError::nonce_no_recent_blockhashes),
                      "Advance nonce account: recent blockhash list is empty");
    CHECK_OK(check_writable(context, account, action));
    TRY(const auto state, read_state(account));
    if (!state.data) return refuse_state(context, account, action);
    const auto& data = *state.data;
    if (!context.signed_by(data.authority))
        return refuse(context, Code::MissingRequiredSignature, "Advance nonce account: Account ",
                      data.authority, " must be a signer");
    if (data.durable_nonce == next_nonce(context))
        return refuse(context, system_error(SystemError::nonce_blockhash_not_expired),
                      "Advance nonce account: nonce can only advance once per slot");
    return write_nonce(context, account, data.authority);
}

InstructionResult withdraw_nonce_account(InvokeContext& context, InstructionArgs& args) {
    const auto lamports = args.u64();
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(2));
    TRY([[maybe_unused]] const auto has_blockhashes, has_recent_blockhashes(context, 2));
    CHECK_OK(context.check_sysvar_account(3, ids::rent));
    TRY(auto from, context.borrow(0));
    CHECK_OK(check_writable(context, from, "Withdraw"));
    TRY(const auto state, read_state(from));
    CHECK_OK(check_withdrawal(context, from, state, lamports));
    CHECK_OK(from.sub_lamports(lamports));
    from.release();
    TRY(auto to, context.borrow(1));
    return to.add_lamports(lamports);
}

InstructionResult initialize_nonce_account(InvokeContext& context, InstructionArgs& args) {
    constexpr std::string_view action = "Initialize";
    const auto authority = args.key();
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(1));
    TRY(auto account, context.borrow(0));
    TRY(const auto has_blockhashes, has_recent_blockhashes(context, 1));
    if (!has_blockhashes)
        return refuse(context, system_error(SystemError::nonce_no_recent_blockhashes),
                      "Initialize nonce account: recent blockhash list is empty");
    CHECK_OK(context.check_sysvar_account(2, ids::rent));
    CHECK_OK(check_writable(context, account, action));
    TRY(const auto state, read_state(account));
    if (state.data) return refuse_state(context, account, action);
    const auto need = context.sysvars().rent.minimum_balance(account.data_size());
    if (account.lamports() < need)
        return refuse(context, Code::InsufficientFunds,
                      "Initialize nonce account: insufficient lamports ", account.lamports(),
                      ", need ", need);
    return write_nonce(context, account, authority);
}

InstructionResult authorize_nonce_account(InvokeContext& context, InstructionArgs& args) {
    constexpr std::string_view action = "Authorize";
    const auto authority = args.key();
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(1));
    TRY(auto account, context.borrow(0));
    CHECK_OK(check_writable(context, account, action));
    TRY(auto state, read_state(account));
    if (!state.data) return refuse_state(context, account, action);
    if (!context.signed_by(state.data->authority))
        return refuse(context, Code::MissingRequiredSignature, "Authorize nonce account: Account ",
                      state.data->authority, " must sign");
    state.data->authority = authority;
    return account.set_state(state.encode());
}

InstructionResult upgrade_nonce_account(InvokeContext& context, InstructionArgs& args) {
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(1));
    TRY(auto account, context.borrow(0));
    if (account.owner() != ids::system) return invoke::error(Code::InvalidAccountOwner);
    if (!account.is_writable()) return invoke::error(Code::InvalidArgument);
    TRY(auto state, read_state(account));
    if (!state.legacy || !state.data) return invoke::error(Code::InvalidArgument);
    state.legacy = false;
    state.data->durable_nonce = durable_nonce_from(state.data->durable_nonce);
    return account.set_state(state.encode());
}

}  // namespace orrery::programs

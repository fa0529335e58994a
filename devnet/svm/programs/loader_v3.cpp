#include "devnet/svm/programs/loader_v3.hpp"

#include <array>

#include "devnet/svm/programs/loader_v3_common.hpp"
#include "devnet/svm/programs/log.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::programs {

using invoke::BorrowedAccount;
using invoke::InstructionResult;
using invoke::InvokeContext;
using Code = invoke::InstructionErrorCode;

namespace {

constexpr AuthorityTexts close_authority = {"Account is immutable", "Incorrect authority provided",
                                            "Authority did not sign"};

InstructionResult initialize_buffer(InvokeContext& context, InstructionArgs& args) {
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(2));
    TRY(auto buffer, context.borrow(0));
    TRY(const auto state, read_loader_state(buffer));
    if (!std::holds_alternative<tx::LoaderUninitialized>(state))
        return refuse(context, Code::AccountAlreadyInitialized,
                      "Buffer account already initialized");
    TRY(const auto authority, context.account_key(1));
    return buffer.set_state(encode(tx::LoaderBuffer{authority}));
}

InstructionResult write(InvokeContext& context, InstructionArgs& args) {
    const std::uint64_t offset = tx::LoaderBuffer::header_size + std::uint64_t{args.u32()};
    const auto bytes = args.sized_bytes();
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(2));
    TRY(auto buffer, context.borrow(0));
    TRY(const auto state, read_loader_state(buffer));
    const auto* header = std::get_if<tx::LoaderBuffer>(&state);
    if (!header) return refuse(context, Code::InvalidAccountData, "Invalid Buffer account");
    CHECK_OK(check_authority(context, header->authority, 1, buffer_authority));
    TRY(const auto data, buffer.data_mut());
    const auto end = offset + bytes.size();
    if (data.size() < end)
        return refuse(context, Code::AccountDataTooSmall, "Write overflow: ", data.size(), " < ",
                      end);
    if (!bytes.empty()) std::memcpy(data.data() + offset, bytes.data(), bytes.size());
    return {};
}

struct AuthorityChange {
    std::optional<Pubkey> to;  ///< nothing = final, for programs only
    bool must_sign = false;    ///< the new authority, instruction account 2
};

InstructionResult check_new_authority(InvokeContext& context, const AuthorityChange& change) {
    if (!change.must_sign) return {};
    TRY(const auto new_authority_signs, context.is_signer(2));
    if (!new_authority_signs)
        return refuse(context, Code::MissingRequiredSignature, "New authority did not sign");
    return {};
}

InstructionResult change_authority(InvokeContext& context, const AuthorityChange& change) {
    TRY(auto account, context.borrow(0));
    TRY(auto state, read_loader_state(account));
    if (auto* buffer = std::get_if<tx::LoaderBuffer>(&state)) {
        if (!change.to)
            return refuse(context, Code::IncorrectAuthority, "Buffer authority is not optional");
        CHECK_OK(check_authority(context, buffer->authority, 1, buffer_authority));
        buffer->authority = change.to;
    } else if (auto* programdata = std::get_if<tx::LoaderProgramData>(&state)) {
        CHECK_OK(check_authority(context, programdata->authority, 1, upgrade_authority));
        programdata->authority = change.to;
    } else {
        return refuse(context, Code::InvalidArgument, "Account does not support authorities");
    }
    CHECK_OK(check_new_authority(context, change));
    return account.set_state(encode(state));
}

InstructionResult set_authority(InvokeContext& context, InstructionArgs& args) {
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(2));
    AuthorityChange change;
    if (const auto key = context.account_key(2)) change.to = *key;
    CHECK_OK(change_authority(context, change));
    log(context, "New authority ",
        change.to ? "Some(" + codec::to_string(*change.to) + ")" : "None");
    return {};
}

InstructionResult set_authority_checked(InvokeContext& context, InstructionArgs& args) {
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(3));
    TRY(const auto key, context.account_key(2));
    CHECK_OK(change_authority(context, {key, true}));
    log(context, "New authority ", key);
    return {};
}

InstructionResult close_uninitialized(InvokeContext& context, BorrowedAccount& account) {
    TRY(auto recipient, context.borrow(1));
    CHECK_OK(recipient.add_lamports(account.lamports()));
    CHECK_OK(account.set_lamports(0));
    log(context, "Closed Uninitialized ", account.key());
    return {};
}

InstructionResult empty_account(InvokeContext& context, const std::optional<Pubkey>& authority) {
    CHECK_OK(check_authority(context, authority, 2, close_authority));
    TRY(auto account, context.borrow(0));
    TRY(auto recipient, context.borrow(1));
    CHECK_OK(recipient.add_lamports(account.lamports()));
    CHECK_OK(account.set_lamports(0));
    return account.set_state(encode(tx::LoaderUninitialized{}));
}

InstructionResult close_buffer(InvokeContext& context, const Pubkey& key,
                               const tx::LoaderBuffer& buffer) {
    CHECK_OK(context.check_account_count(3));
    CHECK_OK(empty_account(context, buffer.authority));
    log(context, "Closed Buffer ", key);
    return {};
}

/// The program whose programdata is about to be closed: instruction account 3.
Result<Pubkey, tx::InstructionError> check_closing_program(
    InvokeContext& context, const Pubkey& programdata_key,
    const tx::LoaderProgramData& programdata) {
    TRY(const auto program, context.borrow(3));
    if (!program.is_writable())
        return refuse(context, Code::InvalidArgument, "Program account is not writable");
    if (!program.is_owned_by_program())
        return refuse(context, Code::IncorrectProgramId, "Program account not owned by loader");
    if (context.sysvars().clock.slot == programdata.slot)
        return refuse(context, Code::InvalidArgument, "Program was deployed in this block already");
    TRY(const auto state, read_loader_state(program));
    const auto* content = std::get_if<tx::LoaderProgram>(&state);
    if (!content) return refuse(context, Code::InvalidArgument, "Invalid Program account");
    if (content->programdata != programdata_key)
        return refuse(context, Code::InvalidArgument,
                      "ProgramData account does not match ProgramData account");
    return program.key();
}

InstructionResult close_program(InvokeContext& context, const Pubkey& programdata_key,
                                const tx::LoaderProgramData& programdata) {
    CHECK_OK(context.check_account_count(4));
    TRY(const auto program, check_closing_program(context, programdata_key, programdata));
    CHECK_OK(empty_account(context, programdata.authority));
    context.ends_slot = true;
    log(context, "Closed Program ", program);
    return {};
}

// The data shrinks before anything else is checked; a failure takes it back with the transaction.
InstructionResult close(InvokeContext& context, InstructionArgs& args) {
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(2));
    const auto& accounts = context.current().accounts;
    if (accounts[0].index_in_transaction == accounts[1].index_in_transaction)
        return refuse(context, Code::InvalidArgument,
                      "Recipient is the same as the account being closed");
    TRY(auto account, context.borrow(0));
    const auto key = account.key();
    TRY(const auto state, read_loader_state(account));
    CHECK_OK(account.set_data_length(tx::LoaderUninitialized::size));
    if (std::holds_alternative<tx::LoaderUninitialized>(state))
        return close_uninitialized(context, account);
    account.release();
    if (const auto* buffer = std::get_if<tx::LoaderBuffer>(&state))
        return close_buffer(context, key, *buffer);
    if (const auto* programdata = std::get_if<tx::LoaderProgramData>(&state))
        return close_program(context, key, *programdata);
    return refuse(context, Code::InvalidArgument, "Account does not support closing");
}

using Handler = InstructionResult (*)(InvokeContext&, InstructionArgs&);

/// By LoaderTag.
constexpr std::array<Handler, loader_instruction_count> handlers = {
    initialize_buffer, write, deploy_with_max_data_len, upgrade_program,
    set_authority,     close, extend_program,           set_authority_checked,
};

}  // namespace

InstructionResult check_authority(InvokeContext& context, const std::optional<Pubkey>& authority,
                                  std::size_t index, const AuthorityTexts& texts) {
    if (!authority) return refuse(context, Code::Immutable, texts.none);
    TRY(const auto key, context.account_key(index));
    if (key != *authority) return refuse(context, Code::IncorrectAuthority, texts.wrong);
    TRY(const auto signs, context.is_signer(index));
    if (!signs) return refuse(context, Code::MissingRequiredSignature, texts.unsigned_);
    return {};
}

Result<tx::LoaderState, tx::InstructionError> read_loader_state(const BorrowedAccount& account) {
    auto state = tx::decode_loader_state(account.data());
    if (!state) return invoke::error(Code::InvalidAccountData);
    return *state;
}

InstructionResult process_loader_v3(InvokeContext& context) {
    InstructionArgs args(context.instruction_data());
    const auto tag = args.u32();
    if (args.failed() || tag >= handlers.size()) return invoke::error(Code::InvalidInstructionData);
    return handlers[tag](context, args);
}

}  // namespace orrery::programs

#include <algorithm>

#include "devnet/svm/programs/loader_v3.hpp"
#include "devnet/svm/programs/loader_v3_common.hpp"
#include "devnet/svm/programs/log.hpp"
#include "devnet/svm/programs/system.hpp"

namespace orrery::programs {

using invoke::BorrowedAccount;
using invoke::InstructionResult;
using invoke::InvokeContext;
using Code = invoke::InstructionErrorCode;

namespace {

/// What ExtendProgram does once everything is checked.
struct Extension {
    Pubkey programdata_key;
    std::size_t new_size = 0;
    std::optional<Pubkey> authority;
    std::uint64_t missing_rent = 0;
};

InstructionResult check_extended_program(InvokeContext& context, const Pubkey& programdata_key) {
    TRY(const auto program, context.borrow(1));
    if (!program.is_writable())
        return refuse(context, Code::InvalidArgument, "Program account is not writable");
    if (!program.is_owned_by_program())
        return refuse(context, Code::InvalidAccountOwner, "Program account not owned by loader");
    TRY(const auto state, read_loader_state(program));
    const auto* content = std::get_if<tx::LoaderProgram>(&state);
    if (!content) return refuse(context, Code::InvalidAccountData, "Invalid Program account");
    if (content->programdata != programdata_key)
        return refuse(context, Code::InvalidArgument,
                      "Program account does not match ProgramData account");
    return {};
}

Result<std::size_t, tx::InstructionError> check_extended_size(InvokeContext& context,
                                                              std::size_t old_size,
                                                              std::uint32_t additional) {
    const auto most = context.environment().limits.account_data;
    const auto new_size = old_size + additional;
    if (new_size > most)
        return refuse(context, Code::InvalidRealloc, "Extended ProgramData length of ", new_size,
                      " bytes exceeds max account data length of ", most, " bytes");
    if (additional < minimum_extend_program_bytes && new_size != most)
        return refuse(context, Code::InvalidArgument, "ExtendProgram requires a minimum of ",
                      minimum_extend_program_bytes,
                      " additional bytes or to extend to maximum size, but only ", additional,
                      " were requested");
    return new_size;
}

Result<tx::LoaderProgramData, tx::InstructionError> check_extended_programdata(
    InvokeContext& context, const BorrowedAccount& programdata) {
    TRY(const auto state, read_loader_state(programdata));
    const auto* header = std::get_if<tx::LoaderProgramData>(&state);
    if (!header) return refuse(context, Code::InvalidAccountData, "ProgramData state is invalid");
    if (context.sysvars().clock.slot == header->slot)
        return refuse(context, Code::InvalidArgument, "Program was extended in this block already");
    if (!header->authority)
        return refuse(context, Code::Immutable,
                      "Cannot extend ProgramData accounts that are not upgradeable");
    return *header;
}

Result<Extension, tx::InstructionError> check_extension(InvokeContext& context,
                                                        std::uint32_t additional) {
    if (additional == 0)
        return refuse(context, Code::InvalidInstructionData,
                      "Additional bytes must be greater than 0");
    TRY(const auto programdata, context.borrow(0));
    if (!programdata.is_owned_by_program())
        return refuse(context, Code::InvalidAccountOwner, "ProgramData owner is invalid");
    if (!programdata.is_writable())
        return refuse(context, Code::InvalidArgument, "ProgramData is not writable");
    CHECK_OK(check_extended_program(context, programdata.key()));
    TRY(const auto new_size, check_extended_size(context, programdata.data_size(), additional));
    TRY(const auto header, check_extended_programdata(context, programdata));
    const auto rent = programdata_rent(context, new_size);
    return Extension{programdata.key(), new_size, header.authority,
                     rent - std::min(rent, programdata.lamports())};
}

InstructionResult pay_extension(InvokeContext& context, const Extension& extension) {
    if (extension.missing_rent == 0) return {};
    TRY(const auto payer, context.account_key(3));
    return context.native_invoke(
        system_transfer(payer, extension.programdata_key, extension.missing_rent));
}

}  // namespace

// Accounts: programdata, program, system program and payer when rent is missing. Anyone may extend.
InstructionResult extend_program(InvokeContext& context, InstructionArgs& args) {
    const auto additional = args.u32();
    CHECK_OK(args.end());
    TRY(const auto extension, check_extension(context, additional));
    CHECK_OK(pay_extension(context, extension));

    TRY(auto programdata, context.borrow(0));
    CHECK_OK(programdata.set_data_length(extension.new_size));
    if (programdata.data_size() < tx::LoaderProgramData::header_size)
        return invoke::error(Code::AccountDataTooSmall);
    CHECK_OK(verify_elf(context, programdata.data().subspan(tx::LoaderProgramData::header_size)));
    CHECK_OK(programdata.set_state(
        encode(tx::LoaderProgramData{context.sysvars().clock.slot, extension.authority})));
    context.ends_slot = true;
    log(context, "Extended ProgramData account by ", additional, " bytes");
    return {};
}

}  // namespace orrery::programs

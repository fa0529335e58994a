#include <algorithm>

#include "devnet/svm/programs/loader_v3.hpp"
#include "devnet/svm/programs/loader_v3_common.hpp"
#include "devnet/svm/programs/log.hpp"
#include "devnet/svm/programs/system.hpp"
#include "devnet/svm/vm/program.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::programs {

using invoke::BorrowedAccount;
using invoke::InstructionResult;
using invoke::InvokeContext;
using Code = invoke::InstructionErrorCode;

namespace {

/// Which instruction accounts of a deployment or an upgrade are what.
struct DeployAccounts {
    std::size_t programdata;
    std::size_t program;
    std::size_t buffer;
    std::size_t authority;
};
constexpr DeployAccounts deploy_accounts = {1, 2, 3, 7};
constexpr DeployAccounts upgrade_accounts = {0, 1, 2, 6};
// Sysvars stand at the same places in both.
constexpr std::size_t rent_index = 4;
constexpr std::size_t clock_index = 5;

struct BufferInfo {
    Pubkey key;
    std::uint64_t lamports = 0;
    std::size_t elf_size = 0;
};

InstructionResult verify_buffer(InvokeContext& context, std::size_t index) {
    TRY(const auto buffer, context.borrow(index));
    return verify_elf(context, buffer.data().subspan(tx::LoaderBuffer::header_size));
}

/// Checks the buffer and that the authority owns it and signs.
Result<BufferInfo, tx::InstructionError> check_buffer(InvokeContext& context,
                                                      const DeployAccounts& at) {
    TRY(const auto authority, context.account_key(at.authority));
    TRY(const auto buffer, context.borrow(at.buffer));
    if (!buffer.is_writable())
        return refuse(context, Code::InvalidArgument, "Buffer account not writeable");
    if (!buffer.is_owned_by_program())
        return refuse(context, Code::IncorrectProgramId, "Buffer account not owned by loader");
    TRY(const auto state, read_loader_state(buffer));
    const auto* header = std::get_if<tx::LoaderBuffer>(&state);
    if (!header) return refuse(context, Code::InvalidArgument, "Invalid Buffer account");
    if (header->authority != authority)
        return refuse(context, Code::IncorrectAuthority,
                      "Buffer and upgrade authority don't match");
    TRY(const auto signs, context.is_signer(at.authority));
    if (!signs)
        return refuse(context, Code::MissingRequiredSignature, "Upgrade authority did not sign");
    if (buffer.data_size() <= tx::LoaderBuffer::header_size)
        return refuse(context, Code::InvalidAccountData, "Buffer account too small");
    return BufferInfo{buffer.key(), buffer.lamports(),
                      buffer.data_size() - tx::LoaderBuffer::header_size};
}

/// Writes the programdata's header, and the buffer's ELF behind it.
InstructionResult copy_elf(InvokeContext& context, const DeployAccounts& at,
                           const tx::LoaderProgramData& header) {
    TRY(auto programdata, context.borrow(at.programdata));
    CHECK_OK(programdata.set_state(encode(header)));
    TRY(const auto data, programdata.data_mut());
    TRY(const auto buffer, context.borrow(at.buffer));
    const auto elf = buffer.data().subspan(tx::LoaderBuffer::header_size);
    if (data.size() < tx::LoaderProgramData::header_size + elf.size())
        return invoke::error(Code::AccountDataTooSmall);
    const auto tail =
        std::copy(elf.begin(), elf.end(), data.begin() + tx::LoaderProgramData::header_size);
    std::fill(tail, data.end(), std::uint8_t{0});
    return {};
}

Result<Pubkey, tx::InstructionError> check_new_program(InvokeContext& context) {
    TRY(const auto program, context.borrow(deploy_accounts.program));
    TRY(const auto state, read_loader_state(program));
    if (!std::holds_alternative<tx::LoaderUninitialized>(state))
        return refuse(context, Code::AccountAlreadyInitialized,
                      "Program account already initialized");
    if (program.data_size() < tx::LoaderProgram::size)
        return refuse(context, Code::AccountDataTooSmall, "Program account too small");
    if (!program.is_rent_exempt_at(program.data_size()))
        return refuse(context, Code::ExecutableAccountNotRentExempt,
                      "Program account not rent-exempt");
    return program.key();
}

/// Bytes of the programdata account, for an ELF that may grow to `max_elf_size`.
Result<std::size_t, tx::InstructionError> check_programdata_size(InvokeContext& context,
                                                                 std::uint64_t max_elf_size,
                                                                 std::size_t elf_size) {
    if (max_elf_size < elf_size)
        return refuse(context, Code::AccountDataTooSmall,
                      "Max data length is too small to hold Buffer data");
    const auto most = context.environment().limits.account_data;
    if (max_elf_size > most - tx::LoaderProgramData::header_size)
        return refuse(context, Code::InvalidArgument, "Max data length is too large");
    return tx::LoaderProgramData::header_size + static_cast<std::size_t>(max_elf_size);
}

Result<std::uint8_t, tx::InstructionError> check_programdata_key(InvokeContext& context,
                                                                 const Pubkey& program,
                                                                 const Pubkey& programdata) {
    const auto derived = crypto::find_program_address({program.span()}, ids::loader_v3);
    if (!derived || derived->address != programdata)
        return refuse(context, Code::InvalidArgument, "ProgramData address is not derived");
    return derived->bump;
}

// The buffer's lamports go to the payer first: they may be what pays for the programdata.
InstructionResult drain_buffer(InvokeContext& context) {
    TRY(auto buffer, context.borrow(deploy_accounts.buffer));
    TRY(auto payer, context.borrow(0));
    CHECK_OK(payer.add_lamports(buffer.lamports()));
    return buffer.set_lamports(0);
}

struct NewProgramData {
    Pubkey program;
    Pubkey programdata;
    Pubkey buffer;
    std::size_t size = 0;
    std::uint8_t bump = 0;
};

InstructionResult create_programdata(InvokeContext& context, const NewProgramData& make) {
    TRY(const auto payer, context.account_key(0));
    const auto rent = context.sysvars().rent.minimum_balance(make.size);
    auto instruction = system_create_account(
        payer, make.programdata, std::max<std::uint64_t>(rent, 1), make.size, context.program_id());
    // Upstream passes the buffer along, whose lamports have just changed; it is in the inner
    // instruction that clients see.
    instruction.accounts.push_back({make.buffer, false, true});
    const std::vector<std::vector<ByteSpan>> seeds = {
        {make.program.span(), ByteSpan(&make.bump, 1)}};
    return context.native_invoke(instruction, seeds);
}

InstructionResult finish_deploy(InvokeContext& context, const Pubkey& programdata_key) {
    TRY(auto buffer, context.borrow(deploy_accounts.buffer));
    CHECK_OK(buffer.set_data_length(tx::LoaderBuffer::header_size));
    buffer.release();
    TRY(auto program, context.borrow(deploy_accounts.program));
    CHECK_OK(program.set_state(encode(tx::LoaderProgram{programdata_key})));
    CHECK_OK(program.set_executable(true));
    context.ends_slot = true;
    log(context, "Deployed program ", program.key());
    return {};
}

Result<Pubkey, tx::InstructionError> check_upgraded_program(InvokeContext& context,
                                                            const Pubkey& programdata_key) {
    TRY(const auto program, context.borrow(upgrade_accounts.program));
    if (!program.is_writable())
        return refuse(context, Code::InvalidArgument, "Program account not writeable");
    if (!program.is_owned_by_program())
        return refuse(context, Code::IncorrectProgramId, "Program account not owned by loader");
    TRY(const auto state, read_loader_state(program));
    const auto* content = std::get_if<tx::LoaderProgram>(&state);
    if (!content) return refuse(context, Code::InvalidAccountData, "Invalid Program account");
    if (content->programdata != programdata_key)
        return refuse(context, Code::InvalidArgument, "Program and ProgramData account mismatch");
    return program.key();
}

std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) {
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

InstructionResult check_upgraded_programdata(InvokeContext& context, const BufferInfo& buffer) {
    TRY(const auto programdata, context.borrow(upgrade_accounts.programdata));
    const auto rent = programdata_rent(context, programdata.data_size());
    if (programdata.data_size() < tx::LoaderProgramData::header_size + buffer.elf_size)
        return refuse(context, Code::AccountDataTooSmall, "ProgramData account not large enough");
    if (saturating_add(programdata.lamports(), buffer.lamports) < rent)
        return refuse(context, Code::InsufficientFunds,
                      "Buffer account balance too low to fund upgrade");
    TRY(const auto state, read_loader_state(programdata));
    const auto* header = std::get_if<tx::LoaderProgramData>(&state);
    if (!header) return refuse(context, Code::InvalidAccountData, "Invalid ProgramData account");
    if (context.sysvars().clock.slot == header->slot)
        return refuse(context, Code::InvalidArgument, "Program was deployed in this block already");
    return check_authority(context, header->authority, upgrade_accounts.authority,
                           upgrade_authority);
}

// Programdata keeps its rent; what it and the buffer have beyond that goes to the spill account.
InstructionResult settle_upgrade(InvokeContext& context, const BufferInfo& info) {
    TRY(auto programdata, context.borrow(upgrade_accounts.programdata));
    TRY(auto buffer, context.borrow(upgrade_accounts.buffer));
    TRY(auto spill, context.borrow(3));
    const auto rent = programdata_rent(context, programdata.data_size());
    const auto sum = saturating_add(programdata.lamports(), info.lamports);
    CHECK_OK(spill.add_lamports(sum - std::min(sum, rent)));
    CHECK_OK(buffer.set_lamports(0));
    CHECK_OK(programdata.set_lamports(rent));
    return buffer.set_data_length(tx::LoaderBuffer::header_size);
}

}  // namespace

InstructionResult verify_elf(InvokeContext& context, ByteSpan elf) {
    vm::LoadOptions options{context.environment().syscalls};
    options.strict_deploy = true;
    const auto program = vm::Program::load(elf, options);
    if (!program) return refuse(context, Code::InvalidAccountData, program.error().message);
    return {};
}

std::uint64_t programdata_rent(const InvokeContext& context, std::size_t size) {
    return std::max<std::uint64_t>(context.sysvars().rent.minimum_balance(size), 1);
}

// Accounts: payer, programdata, program, buffer, rent, clock, system program, authority.
InstructionResult deploy_with_max_data_len(InvokeContext& context, InstructionArgs& args) {
    const auto max_elf_size = args.u64();
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(4));
    CHECK_OK(context.check_sysvar_account(rent_index, ids::rent));
    CHECK_OK(context.check_sysvar_account(clock_index, ids::clock));
    CHECK_OK(context.check_account_count(8));
    TRY(const auto programdata, context.account_key(deploy_accounts.programdata));
    TRY(const auto authority, context.account_key(deploy_accounts.authority));

    TRY(const auto program, check_new_program(context));
    TRY(const auto buffer, check_buffer(context, deploy_accounts));
    TRY(const auto size, check_programdata_size(context, max_elf_size, buffer.elf_size));
    TRY(const auto bump, check_programdata_key(context, program, programdata));
    CHECK_OK(drain_buffer(context));
    CHECK_OK(create_programdata(context, {program, programdata, buffer.key, size, bump}));
    CHECK_OK(verify_buffer(context, deploy_accounts.buffer));
    CHECK_OK(copy_elf(context, deploy_accounts, {context.sysvars().clock.slot, authority}));
    return finish_deploy(context, programdata);
}

// Accounts: programdata, program, buffer, spill, rent, clock, authority.
InstructionResult upgrade_program(InvokeContext& context, InstructionArgs& args) {
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(3));
    CHECK_OK(context.check_sysvar_account(rent_index, ids::rent));
    CHECK_OK(context.check_sysvar_account(clock_index, ids::clock));
    CHECK_OK(context.check_account_count(7));
    TRY(const auto programdata, context.account_key(upgrade_accounts.programdata));
    TRY(const auto authority, context.account_key(upgrade_accounts.authority));

    TRY(const auto program, check_upgraded_program(context, programdata));
    TRY(const auto buffer, check_buffer(context, upgrade_accounts));
    CHECK_OK(check_upgraded_programdata(context, buffer));
    CHECK_OK(verify_buffer(context, upgrade_accounts.buffer));
    CHECK_OK(copy_elf(context, upgrade_accounts, {context.sysvars().clock.slot, authority}));
    CHECK_OK(settle_upgrade(context, buffer));
    context.ends_slot = true;
    log(context, "Upgraded program ", program);
    return {};
}

}  // namespace orrery::programs

#include "devnet/svm/programs/hooks_accounts.hpp"

#include "devnet/svm/programs/system.hpp"
#include "sdk/hooks/addresses.hpp"

namespace orrery::programs::hooks_program {

using invoke::InstructionResult;
using invoke::InvokeContext;

InstructionResult check_roles(InvokeContext& context, std::initializer_list<Role> roles) {
    CHECK_OK(context.check_account_count(roles.size()));
    std::size_t index = 0;
    for (const auto role : roles) {
        const auto& account = context.current().accounts[index];
        const bool signs = role == Role::signer || role == Role::payer;
        const bool is_written = role == Role::writable || role == Role::payer;
        if (signs && !account.is_signer)
            return refuse(context, Code::MissingRequiredSignature, "account ", index, " must sign");
        if (is_written && !account.is_writable)
            return refuse(context, Code::Immutable, "account ", index, " must be writable");
        ++index;
    }
    return {};
}

InstructionResult check_key(InvokeContext& context, std::size_t index, const Pubkey& expected,
                            std::string_view what) {
    TRY(const auto key, context.account_key(index));
    if (key != expected)
        return refuse(context, Code::InvalidArgument, "account ", index, " must be ", what, " ",
                      expected);
    return {};
}

InstructionResult check_address(InvokeContext& context, std::size_t index, const Pubkey& expected,
                                std::string_view what) {
    TRY(const auto key, context.account_key(index));
    if (key != expected)
        return refuse(context, Code::InvalidSeeds, "the address of ", what, " is ", expected,
                      ", not ", key);
    return {};
}

InstructionResult check_system(InvokeContext& context, std::size_t index) {
    TRY(const auto key, context.account_key(index));
    if (key != ids::system)
        return refuse(context, Code::IncorrectProgramId, "account ", index,
                      " must be the system program");
    return {};
}

InstructionResult check_fee_payer(InvokeContext& context, std::size_t index) {
    TRY(const auto account, context.borrow(index));
    if (account.owner() != ids::system || account.data_size() != 0)
        return refuse(context, hook_error(hooks::HookError::BadFeePayer), "fee payer ",
                      account.key(), " must be system-owned and without data");
    return {};
}

Loaded<bool> is_absent(InvokeContext& context, std::size_t index) {
    TRY(const auto account, context.borrow(index));
    if (account.owner() == ids::hooks) return false;
    if (account.owner() == ids::system && account.data_size() == 0) return true;
    return refuse(context, Code::InvalidAccountOwner, "account ", account.key(),
                  " belongs to another program");
}

Loaded<hooks::Config> load_config(InvokeContext& context, std::size_t index) {
    CHECK_OK(check_address(context, index, hooks::config_address().address, "the Config"));
    return load<hooks::Config>(context, index, "Config");
}

std::uint64_t current_epoch(const InvokeContext& context, const hooks::Config& config) {
    return config.epoch_of(context.sysvars().clock.slot);
}

std::uint64_t rent(const InvokeContext& context, std::size_t data_size) {
    return context.sysvars().rent.minimum_balance(data_size);
}

InstructionResult create(InvokeContext& context, const NewAccount& make) {
    TRY(auto account, context.borrow(make.index));
    const auto key = account.key();
    const auto lamports = account.lamports();
    account.release();
    const std::vector<std::vector<ByteSpan>> signer{make.seeds};
    if (const auto need = rent(context, make.size); lamports < need)
        CHECK_OK(context.native_invoke(system_transfer(make.payer, key, need - lamports)));
    CHECK_OK(context.native_invoke(system_allocate(key, make.size), signer));
    return context.native_invoke(system_assign(key, ids::hooks), signer);
}

InstructionResult pay_out(InvokeContext& context, std::size_t from, std::size_t to,
                          std::uint64_t lamports) {
    TRY(auto source, context.borrow(from));
    CHECK_OK(source.sub_lamports(lamports));
    source.release();
    TRY(auto destination, context.borrow(to));
    return destination.add_lamports(lamports);
}

InstructionResult close(InvokeContext& context, std::size_t index, std::size_t to) {
    TRY(auto account, context.borrow(index));
    const auto lamports = account.lamports();
    CHECK_OK(account.set_data_length(0));
    account.release();
    CHECK_OK(pay_out(context, index, to, lamports));
    TRY(auto emptied, context.borrow(index));
    return emptied.set_owner(ids::system);
}

}  // namespace orrery::programs::hooks_program

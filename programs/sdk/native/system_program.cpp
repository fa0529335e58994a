#include "programs/sdk/native/builtins.hpp"

namespace sol::test {
namespace {

// SystemError's numbers.
constexpr uint32_t account_in_use = 0, insufficient_lamports = 1;
constexpr uint64_t max_space = 10u << 20;

uint64_t allocate(Cpi& cpi, size_t i, uint64_t space) {
    auto& account = cpi.account(i);
    if (!cpi.is_signer(i)) return Error(ProgramError::MissingRequiredSignature).code();
    if (!account.data.empty() || account.owner != system_program_id)
        return Error::custom(account_in_use).code();
    if (space > max_space) return Error::custom(3).code();  // InvalidAccountDataLength
    account.data.resize(space);
    return 0;
}

uint64_t assign(Cpi& cpi, size_t i, const Pubkey& owner) {
    if (!cpi.is_signer(i)) return Error(ProgramError::MissingRequiredSignature).code();
    cpi.account(i).owner = owner;
    return 0;
}

uint64_t transfer(Cpi& cpi, uint64_t lamports) {
    auto& from = cpi.account(0);
    auto& to = cpi.account(1);
    if (!cpi.is_signer(0)) return Error(ProgramError::MissingRequiredSignature).code();
    if (!from.data.empty()) return Error(ProgramError::InvalidArgument).code();
    if (from.lamports < lamports) return Error::custom(insufficient_lamports).code();
    from.lamports -= lamports;
    to.lamports += lamports;
    return 0;
}

uint64_t create(Cpi& cpi, Reader& fields) {
    const auto lamports = fields.read<uint64_t>();
    const auto space = fields.read<uint64_t>();
    const auto owner = fields.read<Pubkey>();
    if (!lamports || !space || !owner) return Error(ProgramError::InvalidInstructionData).code();
    if (cpi.account(1).lamports) return Error::custom(account_in_use).code();
    if (auto code = allocate(cpi, 1, *space)) return code;
    if (auto code = assign(cpi, 1, *owner)) return code;
    return transfer(cpi, *lamports);
}

}  // namespace

uint64_t system_program(Cpi& cpi) {
    Reader fields(Bytes(cpi.data.data(), cpi.data.size()));
    const auto kind = fields.read<uint32_t>();
    const bool two = kind && (*kind == system::CreateAccount || *kind == system::Transfer);
    if (cpi.metas.size() < (two ? 2u : 1u)) return Error(ProgramError::NotEnoughAccountKeys).code();
    if (kind && *kind == system::CreateAccount) return create(cpi, fields);
    if (kind && *kind == system::Assign) {
        const auto owner = fields.read<Pubkey>();
        if (owner) return assign(cpi, 0, *owner);
    }
    const auto amount = fields.read<uint64_t>();
    if (!kind || !amount) return Error(ProgramError::InvalidInstructionData).code();
    if (*kind == system::Transfer) return transfer(cpi, *amount);
    if (*kind == system::Allocate) return allocate(cpi, 0, *amount);
    return Error(ProgramError::InvalidInstructionData).code();
}

}  // namespace sol::test

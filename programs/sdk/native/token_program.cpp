#include "programs/sdk/native/builtins.hpp"

namespace sol::test {
namespace {

// TokenError's numbers.
enum TokenError : uint32_t {
    InsufficientFunds = 1,
    InvalidMint = 2,
    MintMismatch = 3,
    OwnerMismatch = 4,
    AlreadyInUse = 6,
    UninitializedState = 9,
    NonNativeHasBalance = 11,
    AccountFrozen = 17,
    MintDecimalsMismatch = 18,
};

constexpr uint64_t supply_at = 36, amount_at = 64, state_at = 108;

uint64_t fail(TokenError error) { return Error::custom(error).code(); }

token::Wallet wallet_of(const TestAccount& account) { return token::Wallet(account.data.data()); }

bool is_wallet(const Cpi& cpi, const TestAccount& account) {
    return account.owner == cpi.program && account.data.size() == token::Wallet::size &&
           account.data[state_at] != 0;
}

bool is_mint(const Cpi& cpi, const TestAccount& account) {
    return account.owner == cpi.program && account.data.size() == token::Mint::size &&
           account.data[45] != 0;
}

uint64_t check_authority(const Cpi& cpi, size_t i, const Pubkey& owner) {
    if (cpi.account(i).key != owner) return fail(OwnerMismatch);
    if (!cpi.is_signer(i)) return Error(ProgramError::MissingRequiredSignature).code();
    return 0;
}

void change(TestAccount& account, uint64_t offset, uint64_t by) {
    auto* at = account.data.data() + offset;
    store(at, load<uint64_t>(at) + by);
}

uint64_t transfer(Cpi& cpi, size_t to_at, uint64_t amount) {
    auto& from = cpi.account(0);
    auto& to = cpi.account(to_at);
    if (!is_wallet(cpi, from) || !is_wallet(cpi, to)) return fail(UninitializedState);
    if (from.data[state_at] == 2 || to.data[state_at] == 2) return fail(AccountFrozen);
    if (wallet_of(from).amount() < amount) return fail(InsufficientFunds);
    if (wallet_of(from).mint() != wallet_of(to).mint()) return fail(MintMismatch);
    if (auto code = check_authority(cpi, to_at + 1, wallet_of(from).owner())) return code;
    change(from, amount_at, -amount);
    change(to, amount_at, amount);
    return 0;
}

uint64_t transfer_checked(Cpi& cpi, uint64_t amount, uint8_t decimals) {
    auto& mint = cpi.account(1);
    if (!is_mint(cpi, mint)) return fail(InvalidMint);
    if (!is_wallet(cpi, cpi.account(0))) return fail(UninitializedState);
    if (wallet_of(cpi.account(0)).mint() != mint.key) return fail(MintMismatch);
    if (token::Mint(mint.data.data()).decimals() != decimals) return fail(MintDecimalsMismatch);
    return transfer(cpi, 2, amount);
}

uint64_t mint_to(Cpi& cpi, uint64_t amount) {
    auto& mint = cpi.account(0);
    auto& to = cpi.account(1);
    if (!is_mint(cpi, mint)) return fail(InvalidMint);
    if (!is_wallet(cpi, to)) return fail(UninitializedState);
    if (wallet_of(to).mint() != mint.key) return fail(MintMismatch);
    if (auto code = check_authority(cpi, 2, token::Mint(mint.data.data()).authority())) return code;
    change(mint, supply_at, amount);
    change(to, amount_at, amount);
    return 0;
}

uint64_t burn(Cpi& cpi, uint64_t amount) {
    auto& from = cpi.account(0);
    auto& mint = cpi.account(1);
    if (!is_wallet(cpi, from)) return fail(UninitializedState);
    if (!is_mint(cpi, mint) || wallet_of(from).mint() != mint.key) return fail(MintMismatch);
    if (wallet_of(from).amount() < amount) return fail(InsufficientFunds);
    if (auto code = check_authority(cpi, 2, wallet_of(from).owner())) return code;
    change(from, amount_at, -amount);
    change(mint, supply_at, -amount);
    return 0;
}

uint64_t close(Cpi& cpi) {
    auto& account = cpi.account(0);
    if (!is_wallet(cpi, account)) return fail(UninitializedState);
    if (wallet_of(account).amount()) return fail(NonNativeHasBalance);
    if (auto code = check_authority(cpi, 2, wallet_of(account).owner())) return code;
    cpi.account(1).lamports += account.lamports;
    account.lamports = 0;
    account.data.clear();
    account.owner = system_program_id;
    return 0;
}

uint64_t initialize_wallet(Cpi& cpi, const Pubkey& owner) {
    auto& account = cpi.account(0);
    auto& mint = cpi.account(1);
    if (account.owner != cpi.program) return Error(ProgramError::IncorrectProgramId).code();
    if (account.data.size() != token::Wallet::size)
        return Error(ProgramError::InvalidAccountData).code();
    if (account.data[state_at]) return fail(AlreadyInUse);
    if (!is_mint(cpi, mint)) return fail(InvalidMint);
    account.data = token_wallet(account.key, mint.key, owner, 0).data;
    return 0;
}

uint64_t initialize_mint(Cpi& cpi, uint8_t decimals, const Pubkey& authority) {
    auto& mint = cpi.account(0);
    if (mint.owner != cpi.program) return Error(ProgramError::IncorrectProgramId).code();
    if (mint.data.size() != token::Mint::size)
        return Error(ProgramError::InvalidAccountData).code();
    if (mint.data[45]) return fail(AlreadyInUse);
    mint.data = token_mint(mint.key, authority, 0, decimals).data;
    return 0;
}

size_t accounts_needed(uint8_t kind) {
    if (kind == token::InitializeMint2) return 1;
    if (kind == token::InitializeAccount3) return 2;
    return kind == token::TransferChecked ? 4 : 3;
}

}  // namespace

uint64_t token_program(Cpi& cpi) {
    const auto invalid = Error(ProgramError::InvalidInstructionData).code();
    Reader fields(Bytes(cpi.data.data(), cpi.data.size()));
    const auto kind = fields.read<uint8_t>();
    if (!kind) return invalid;
    if (cpi.metas.size() < accounts_needed(*kind))
        return Error(ProgramError::NotEnoughAccountKeys).code();
    if (*kind == token::CloseAccount) return close(cpi);
    if (*kind == token::InitializeAccount3) {
        const auto owner = fields.read<Pubkey>();
        return owner ? initialize_wallet(cpi, *owner) : invalid;
    }
    if (*kind == token::InitializeMint2) {
        const auto decimals = fields.read<uint8_t>();
        const auto authority = fields.read<Pubkey>();
        return authority ? initialize_mint(cpi, *decimals, *authority) : invalid;
    }
    const auto amount = fields.read<uint64_t>();
    if (!amount) return invalid;
    if (*kind == token::Transfer) return transfer(cpi, 1, *amount);
    if (*kind == token::MintTo) return mint_to(cpi, *amount);
    if (*kind == token::Burn) return burn(cpi, *amount);
    const auto decimals = fields.read<uint8_t>();
    if (*kind != token::TransferChecked || !decimals) return invalid;
    return transfer_checked(cpi, *amount, *decimals);
}

uint64_t builtin_programs(Cpi& cpi) {
    if (cpi.program == system_program_id) return system_program(cpi);
    if (cpi.program == token::program_id || cpi.program == token::program_2022_id)
        return token_program(cpi);
    return Error(ProgramError::IncorrectProgramId).code();
}

}  // namespace sol::test

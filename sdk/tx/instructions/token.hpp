#pragma once

#include <optional>

#include "sdk/types/ids.hpp"
#include "sdk/types/instruction.hpp"

/// The token program's everyday instructions; the same for Token and Token-2022, told apart by
/// `program`. Amounts are in the mint's smallest unit. (s) marks accounts that sign.
namespace orrery::tx::token {

constexpr std::uint64_t mint_size = 82;      ///< bytes of a mint
constexpr std::uint64_t account_size = 165;  ///< bytes of a token account

struct InitializeMint {
    Pubkey mint;
    std::uint8_t decimals = 0;
    Pubkey mint_authority;
    std::optional<Pubkey> freeze_authority;
    Pubkey program = ids::spl_token;
};
/// Tag 20 (InitializeMint2): makes an account of mint_size bytes a mint.
Instruction initialize_mint(const InitializeMint& params);

struct InitializeAccount {
    Pubkey account;
    Pubkey mint;
    Pubkey owner;
    Pubkey program = ids::spl_token;
};
/// Tag 18 (InitializeAccount3): makes an account of account_size bytes a token account.
Instruction initialize_account(const InitializeAccount& params);

struct Transfer {
    Pubkey from;
    Pubkey to;
    Pubkey owner;  ///< (s) of `from`, or its delegate
    std::uint64_t amount = 0;
    Pubkey program = ids::spl_token;
};
/// Tag 3: moves tokens.
Instruction transfer(const Transfer& params);

struct TransferChecked {
    Pubkey from;
    Pubkey mint;
    Pubkey to;
    Pubkey owner;  ///< (s) of `from`, or its delegate
    std::uint64_t amount = 0;
    std::uint8_t decimals = 0;
    Pubkey program = ids::spl_token;
};
/// Tag 12: moves tokens of exactly this mint and decimals.
Instruction transfer_checked(const TransferChecked& params);

struct MintTo {
    Pubkey mint;
    Pubkey account;
    Pubkey mint_authority;  ///< (s)
    std::uint64_t amount = 0;
    Pubkey program = ids::spl_token;
};
/// Tag 7: mints tokens.
Instruction mint_to(const MintTo& params);

struct Burn {
    Pubkey account;
    Pubkey mint;
    Pubkey owner;  ///< (s)
    std::uint64_t amount = 0;
    Pubkey program = ids::spl_token;
};
/// Tag 8: burns tokens.
Instruction burn(const Burn& params);

struct Approve {
    Pubkey account;
    Pubkey delegate;
    Pubkey owner;  ///< (s)
    std::uint64_t amount = 0;
    Pubkey program = ids::spl_token;
};
/// Tag 4: lets a delegate move up to `amount`.
Instruction approve(const Approve& params);

struct CloseAccount {
    Pubkey account;    ///< without tokens
    Pubkey recipient;  ///< receives the lamports
    Pubkey owner;      ///< (s)
    Pubkey program = ids::spl_token;
};
/// Tag 9: closes a token account.
Instruction close_account(const CloseAccount& params);

}  // namespace orrery::tx::token

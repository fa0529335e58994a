#pragma once

#include "sdk/types/ids.hpp"
#include "sdk/types/instruction.hpp"

/// The associated token program: one well-known token account per wallet and mint.
namespace orrery::tx::associated_token {

struct Wallet {
    Pubkey owner;
    Pubkey mint;
    Pubkey token_program = ids::spl_token;
};

/// The address of a wallet's token account for a mint.
Pubkey address(const Wallet& wallet);

/// Tag 0: creates a wallet's token account; `payer` signs. Fails if it exists.
Instruction create(const Pubkey& payer, const Wallet& wallet);
/// Tag 1: as create, but an existing account is fine.
Instruction create_idempotent(const Pubkey& payer, const Wallet& wallet);

}  // namespace orrery::tx::associated_token

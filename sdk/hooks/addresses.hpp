#pragma once

#include <cstdint>

#include "sdk/crypto/pda.hpp"
#include "sdk/types/key.hpp"

/// Program derived addresses of the Hooks program (docs/spec/hooks.md 2). Each costs a derivation.
namespace orrery::hooks {

crypto::ProgramAddress config_address();
crypto::ProgramAddress hook_address(const Pubkey& authority, std::uint64_t nonce);
crypto::ProgramAddress auction_address(const Pubkey& target, std::uint64_t epoch);
crypto::ProgramAddress owner_address(const Pubkey& target);
/// The only key that signs for a hook.
crypto::ProgramAddress signer_address(const Pubkey& hook);

}  // namespace orrery::hooks

#pragma once

#include <span>

#include "sdk/types/key.hpp"

namespace orrery::programs {

/// Whether no transaction may write the account: Solana's builtins, precompiles, sysvars and their
/// owners (upstream: reserved-account-keys). A message's wish to write it is ignored.
bool is_reserved(const Pubkey& key);

/// All reserved keys.
std::span<const Pubkey> reserved_keys();

}  // namespace orrery::programs

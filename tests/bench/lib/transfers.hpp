#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sdk/crypto/ed25519.hpp"
#include "sdk/types/bytes.hpp"

namespace orrery::bench {

/// Key pairs, the same ones each time.
std::vector<crypto::Keypair> wallets(std::size_t count);

/// The bytes of a signed SOL transfer.
Bytes transfer(const crypto::Keypair& from, const Pubkey& to, std::uint64_t lamports,
               const Hash& blockhash);

}  // namespace orrery::bench

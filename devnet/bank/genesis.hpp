#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "devnet/svm/state/sysvars.hpp"
#include "sdk/crypto/ed25519.hpp"
#include "sdk/hooks/accounts.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/key.hpp"

namespace orrery::bank {

/// Where a chain begins: a value that its ledger stores whole, so that no later version of this
/// program has to compute it again.
struct Genesis {
    std::array<std::uint8_t, 32> seed{};    ///< secrets derive from it; makes the hash unique
    std::int64_t unix_timestamp = 0;        ///< creation, seconds
    std::uint64_t max_blockhash_age = 150;  ///< in slots that have a hash
    std::vector<std::pair<Pubkey, Account>> accounts;  ///< strictly ascending by key

    /// The genesis hash: SHA-256 over all of the above.
    Hash hash() const;

    // Keys that the chain itself uses; everybody who has the seed has them.
    crypto::Keypair identity() const;  ///< the sequencer: signs shreds, earns fees
    crypto::Keypair faucet() const;    ///< pays airdrops
    crypto::Keypair dev_account(std::uint32_t i) const;  ///< funded accounts of the banner
};

/// A program that exists from the start, owned by the upgradeable loader.
struct GenesisProgram {
    Pubkey address;
    Bytes elf;
    std::optional<Pubkey> authority;  ///< nothing = final
};

struct GenesisParams {
    std::array<std::uint8_t, 32> seed{};
    std::int64_t unix_timestamp = 0;
    std::uint64_t slots_per_epoch = 8192;
    std::uint64_t max_blockhash_age = 150;
    svm::Rent rent{};
    std::uint32_t dev_accounts = 10;
    std::vector<Pubkey> mints;  ///< each gets 500 M SOL
    std::vector<GenesisProgram> programs;
    /// Verbatim; they replace what is there. Without lamports: absent.
    std::vector<std::pair<Pubkey, Account>> accounts;
    std::vector<std::pair<Pubkey, std::string>> builtins;  ///< id and account name
    /// Of a chain that has the Hooks program. An authority or treasury that is zero becomes the
    /// sequencer's identity.
    hooks::Config hooks{};
};

/// Builds a genesis: sysvars, builtins with their accounts, funded keys, programs, then the
/// verbatim accounts. `params.hooks` must be valid.
Genesis make_genesis(const GenesisParams& params);

}  // namespace orrery::bank

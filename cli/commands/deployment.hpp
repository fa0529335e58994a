#pragma once

#include <optional>

#include "cli/commands/buffer.hpp"
#include "cli/commands/deploy.hpp"
#include "cli/commands/loader_account.hpp"

namespace orrery::cli {

/// What a deployment works on, all of it read and checked before anything is sent.
struct Deployment {
    Bytes elf;
    crypto::Keypair payer;
    crypto::Keypair authority;
    Pubkey program;
    std::optional<crypto::Keypair> program_key;  ///< needed to create it
    std::optional<DeployedProgram> existing;
    std::uint64_t max_len = 0;  ///< room of a new program
    bool make_final = false;
    bool may_extend = true;
};

/// The authority of an existing program must be ours; a new one needs its own key.
Outcome<void> check_rights(const Deployment& deployment);

/// Bytes by which an existing program must grow for an ELF of `size`.
std::uint64_t missing_room(const Deployment& deployment, std::uint64_t size);
/// Error: it must grow and may not.
Outcome<void> check_room(const Deployment& deployment, std::uint64_t size);

/// Error: the payer can't pay the rents and fees that are out of the account at a time.
Outcome<void> check_funds(Remote& remote, const Deployment& deployment, const Buffer& buffer);

/// What became of it.
struct Deployed {
    std::optional<Sent> sent;  ///< the last transaction; nothing: written by cheatcode
    std::optional<std::uint64_t> units;
    std::optional<Pubkey> authority;  ///< nothing = final
    Slot slot;                        ///< that it counts as deployed in
};

/// Writes the program's accounts as a deployment would leave them, with orrery_setAccount, and as if
/// it had been at genesis, so that the program can be used and upgraded at once. Errors: the chain
/// has no cheatcodes.
Outcome<Deployed> deploy_by_cheat(Remote& remote, const Deployment& deployment,
                                  bool change_authority);

}  // namespace orrery::cli

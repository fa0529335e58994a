#pragma once

#include <optional>

#include "cli/session/session.hpp"
#include "sdk/types/account.hpp"

namespace orrery::cli {

/// A program of the upgradeable loader, as its two accounts tell.
struct DeployedProgram {
    Pubkey programdata;
    Slot last_deployed;
    std::optional<Pubkey> authority;  ///< nothing = final
    std::uint64_t capacity = 0;       ///< bytes that an ELF may have without extending
    Lamports balance;                 ///< of the programdata account
};

/// Reads a program; nothing if there is no account. Errors: the client's; an account that is no
/// program of that loader, or a closed one.
Outcome<std::optional<DeployedProgram>> find_program(const Session& session, client::Client& client,
                                                     const Pubkey& address);

}  // namespace orrery::cli

#pragma once

#include "cli/session/session.hpp"

namespace orrery::cli {

struct DeployOptions {
    std::string file;
    std::string program_id;  ///< key file; or an address, to upgrade; empty = the file's neighbour
    std::string authority;   ///< key file; empty = the payer
    std::string buffer;      ///< key file or address; empty = the file's own
    std::uint64_t max_len = 0;  ///< room for later versions, in bytes; 0 = the file's size
    bool make_final = false;
    bool no_auto_extend = false;
    bool skip_verify = false;  ///< let the chain alone judge the ELF
    bool fast = false;         ///< write the accounts by cheatcode
};

/// Deploys a program through the upgradeable loader, or upgrades it if it exists: a buffer, writes
/// in parallel, one last transaction.
Outcome<void> run_deploy(const DeployOptions& options, const Session& session);

}  // namespace orrery::cli

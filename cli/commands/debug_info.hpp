#pragma once

#include <string>

#include "cli/session/session.hpp"

namespace orrery::cli {

/// Gives the chain FILE.debug beside FILE.so, where there is one: traces of the program then have
/// functions and lines. That it can't is no failure of a deployment but a note on
/// stderr; nothing where the chain keeps no debug information.
void send_debug_info(const Session& session, client::Client& client, const Pubkey& program,
                     const std::string& so_file);

}  // namespace orrery::cli

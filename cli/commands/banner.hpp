#pragma once

#include <string>

#include "cli/session/session.hpp"
#include "devnet/node/node.hpp"

namespace orrery::cli {

/// What `orrery up` says when the chain runs: where it is, who has money, what to type next.
std::string banner(const node::NodeInfo& info, const Session& session);

/// The same for programs, secret keys included: one JSON object.
std::string ready_json(const node::NodeInfo& info);

}  // namespace orrery::cli

#pragma once

#include "sdk/types/key.hpp"

namespace orrery::json {

/// Whether no transaction may write the account (upstream: reserved-account-keys, all features
/// active): jsonParsed shows such keys as read-only whatever the message says.
bool is_reserved_key(const Pubkey& key);

}  // namespace orrery::json

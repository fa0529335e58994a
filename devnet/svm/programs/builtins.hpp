#pragma once

#include "devnet/svm/invoke/builtin.hpp"

namespace orrery::programs {

/// Solana's builtins, as far as this chain has them, and Solayer Chain's own: the one table of ids, account names, compute
/// units and entry points. Lives as long as the process.
invoke::BuiltinTable solana_builtins();

}  // namespace orrery::programs

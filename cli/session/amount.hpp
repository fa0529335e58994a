#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/session/failure.hpp"
#include "sdk/types/amounts.hpp"

namespace orrery::cli {

/// Parses SOL with up to nine decimals: "1", "1.5", "0.000000001". Error (usage).
Outcome<Lamports> parse_sol(std::string_view text);

/// "1.5 SOL", without trailing zeros.
std::string format_sol(Lamports lamports);

}  // namespace orrery::cli

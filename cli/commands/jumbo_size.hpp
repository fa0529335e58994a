#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/session/failure.hpp"

namespace orrery::cli {

/// Parses a size in bytes with or without a unit: "4096", "64k", "64KiB", "1.5MiB", where k and KB
/// are 1,024 like KiB. Errors (usage): something else; more than a jumbo transaction can have.
Outcome<std::uint64_t> parse_jumbo_size(std::string_view text);

/// "64 KiB", "1.5 MiB", "5000 bytes".
std::string format_size(std::uint64_t bytes);

}  // namespace orrery::cli

#pragma once

#include <string_view>

namespace orrery::cli {

/// Orrery's version, from CMake's project().
inline constexpr std::string_view version = ORRERY_VERSION;

}  // namespace orrery::cli

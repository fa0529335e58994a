#pragma once

#include <string>
#include <string_view>

namespace orrery::node {

/// What somebody gave, as a message shows it: in double quotes, control characters as \xNN, and cut
/// after 100 bytes.
std::string in_quotes(std::string_view text);

}  // namespace orrery::node

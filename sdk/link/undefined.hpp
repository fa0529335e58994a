#pragma once

#include <string>
#include <string_view>

namespace orrery::link {

/// What to tell about a symbol that nothing defines: its name and, where one is known, the fix: a
/// syscall of a similar name, a library, a feature of C++ that programs don't have.
std::string explain_undefined(std::string_view name);

}  // namespace orrery::link

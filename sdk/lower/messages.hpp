#pragma once

#include <string_view>
#include <vector>

#include "sdk/lower/lower.hpp"

namespace orrery::lower {

/// What LLVM's words mean to a program's author; the words themselves where nothing better is
/// known.
[[nodiscard]] std::string plain_words(std::string_view llvm_words);

/// Takes a diagnostic apart, "file:line:column: in function name type: words", and says it in plain
/// words.
[[nodiscard]] LowerError explain(std::string_view diagnostic);

/// Adds an error unless the same was said of the same function.
void add_once(std::vector<LowerError>& errors, LowerError error);

}  // namespace orrery::lower

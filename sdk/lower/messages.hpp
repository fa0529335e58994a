#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sdk/lower/lower.hpp"

namespace orrery::lower {

/// What LLVM's words mean to a program's author; nothing where no row knows them.
[[nodiscard]] std::optional<std::string> plain_words(std::string_view llvm_words);

/// Takes a diagnostic apart, "file:line:column: in function name type: words", and says it in plain
/// words, or else in LLVM's.
[[nodiscard]] LowerError explain(std::string_view diagnostic);

/// Whether the message says that a function's locals don't fit in its frame.
[[nodiscard]] bool is_frame_message(std::string_view message);

/// Adds an error unless the same was said of the same function.
void add_once(std::vector<LowerError>& errors, LowerError error);

}  // namespace orrery::lower

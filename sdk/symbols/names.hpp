#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace orrery::symbols {

/// Longer names are cut.
inline constexpr std::size_t max_name = 1024;

/// `text` for a terminal: control characters and what isn't UTF-8 become question marks.
std::string printable(std::string_view text);

/// A function's name of the symbol table as its author wrote it, without parameters; as it is
/// where it isn't mangled in a way known here (C++, Rust's legacy one).
std::string demangled(const std::string& name);

/// A path relative to the compiler's folder where it lies below it, printable.
std::string shown_path(std::string_view path, std::string_view folder);

}  // namespace orrery::symbols

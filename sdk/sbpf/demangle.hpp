#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orrery::sbpf {

/// A C++ symbol as its author wrote it, with its parameters: "f(int)" for "_Z1fi". Nothing where it
/// isn't C++'s, or is damaged.
std::optional<std::string> demangled(std::string_view symbol);

/// The same, or the symbol itself.
std::string readable_name(std::string_view symbol);

}  // namespace orrery::sbpf

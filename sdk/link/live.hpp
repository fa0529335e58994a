#pragma once

#include "sdk/link/resolve.hpp"
#include "sdk/types/result.hpp"

namespace orrery::link {

/// One flag per input section: whether the program needs it.
using Live = std::vector<bool>;

/// The function where a program starts. Errors: none of that name, or what has it is no function.
Result<const Symbol*, LinkError> find_entry(const Inputs& inputs, const Resolution& resolution,
                                            std::string_view name);

/// Follows relocations from `entry`, and from sections marked to be retained.
Live mark_live(const Inputs& inputs, const Resolution& resolution, const Symbol& entry);

/// Adds an error for each thing that needs memory of its own or code that runs before the program:
/// mutable and thread-local variables, dynamic initialisers.
void check_data(const Inputs& inputs, const Resolution& resolution, const Live& live,
                LinkErrors& errors);

}  // namespace orrery::link

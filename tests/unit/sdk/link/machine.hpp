#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sdk/link/link.hpp"

namespace orrery::link::test {

/// An object of tests/unit/sdk/link/objects, without ".o".
Bytes object(const std::string& name);

/// Links the objects of these names; `change` overwrites other parameters.
Result<Linked, LinkErrors> link_objects(const std::vector<std::string>& names,
                                        LinkParams params = {});

/// The messages of a link that must fail, one a line.
std::string messages(const Result<Linked, LinkErrors>& linked);

/// How a program ended, in our VM, as if it was deployed: "halt" or the fault.
struct Run {
    std::string end;
    std::uint64_t result = 0;
    std::vector<std::string> logs;  ///< of sol_log_ and sol_log_64_
    bool operator==(const Run&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Run& run);

/// Runs a program with `words` as its input.
Run execute(const Bytes& program, const std::vector<std::uint64_t>& words);

}  // namespace orrery::link::test

#pragma once

#include <string>
#include <vector>

namespace orrery::link {

/// Why objects can't become a program.
struct LinkError {
    std::string object;  ///< name of the object at fault; empty when it is none in particular
    std::string place;   ///< "entrypoint+0x18 (src/counter.c:17)"; may be empty
    std::string text;    ///< cause and, where there is one, fix

    /// All of it in a line: "a.o: in entrypoint+0x18 (a.c:7): undefined symbol ...".
    std::string message() const;
    bool operator==(const LinkError&) const = default;
};

using LinkErrors = std::vector<LinkError>;

}  // namespace orrery::link

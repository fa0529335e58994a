#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace orrery::build {

/// Why sources can't become a program. What isn't known is empty or 0.
struct Problem {
    std::string file;  ///< as the compiler was given it
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::string function;  ///< demangled
    std::string text;      ///< cause and, where there is one, fix

    /// As compilers write it, for people and editors:
    /// "src/a.cpp:7:3: error: in function f(int): floating point can't be used on chain".
    std::string message() const;
    bool operator==(const Problem&) const = default;
    /// Whether one change would mend both: a line is told of for each function it was inlined into.
    bool same_mistake(const Problem& other) const;
};

/// All that is wrong, as far as one step of the work finds it. One of the two isn't empty.
struct Problems {
    std::string compiler;        ///< clang's own words, many lines
    std::vector<Problem> found;  ///< each once

    bool empty() const { return compiler.empty() && found.empty(); }
    /// Appends others, but no mistake twice: an inline function of a header is wrong in every
    /// source that uses it.
    void add(Problems others);
    /// One that has nothing to do with a place in a source.
    static Problems of(std::string text, std::string file = {});
};

}  // namespace orrery::build

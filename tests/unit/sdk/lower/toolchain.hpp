#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/lower/lower.hpp"

namespace orrery::lower {

/// Whether clang-19 and its libLLVM are installed; says so in the test's output where they aren't.
[[nodiscard]] bool toolchain_ready();

struct Source {
    std::string text;
    std::string name = "snippet.cpp";  // its ending is its language: .c .cpp .ll
    std::string target = "bpf";
};

/// clang-19's bitcode for a source, as lower() wants it. Fails the test where clang refuses it.
[[nodiscard]] std::vector<std::uint8_t> compile_to_bitcode(const Source& source);

/// A file of tests/unit/sdk/lower/programs.
[[nodiscard]] Source program(const std::string& name);

/// A lowered object's parts that the tests look at.
struct Object {
    std::uint16_t machine = 0;
    std::set<std::string> sections;
    std::set<std::string> undefined;
    std::vector<std::uint8_t> opcodes;  // of all functions
};
[[nodiscard]] Object read_object(std::span<const std::uint8_t> bytes);

/// The lowered object. Fails the test where it isn't made.
[[nodiscard]] Object lowered(const Source& source,
                             Optimization optimization = Optimization::standard);

}  // namespace orrery::lower

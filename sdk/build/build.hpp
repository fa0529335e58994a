#pragma once

#include "sdk/build/compile.hpp"
#include "sdk/link/link.hpp"

/// Makes programs of C and C++ sources: clang compiles, sdk/lower rewrites what sBPF lacks,
/// sdk/link links. Here is the IO: it runs clang, and reads the SDK's runtime.
namespace orrery::build {

struct BuildParams {
    CompileParams compile;
    std::vector<std::filesystem::path> sources;         ///< below compile.root, or absolute
    sbpf::SbpfVersion version = sbpf::SbpfVersion::v3;  ///< v3 or v0
    std::filesystem::path cache;  ///< for the runtime's objects; empty = compile them each time
    unsigned jobs = 1;            ///< sources compiled at once
};

/// A function of a program and what it takes.
struct FunctionUse {
    std::string name;         ///< demangled
    std::uint64_t size = 0;   ///< of its code, in bytes
    std::uint32_t stack = 0;  ///< of its frame of 4096 bytes
};

struct Built {
    link::Linked linked;  ///< with its `debug`
    std::vector<FunctionUse> functions;
    std::string warnings;  ///< clang's words
};

/// Compiles and links a program. The same sources, headers, flags and compiler always give the
/// same bytes, whatever `jobs` is. Errors: of all sources that don't compile, else of the link.
Result<Built, Problems> build(const BuildParams& params);

}  // namespace orrery::build

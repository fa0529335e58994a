#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/link/error.hpp"
#include "sdk/sbpf/version.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/result.hpp"

namespace orrery::link {

/// A relocatable object for BPF, as `clang --target=bpf -mcpu=v2 -c` makes it.
struct ObjectFile {
    std::string_view name;  ///< for messages
    ByteSpan bytes;
    bool library = false;  ///< its definitions give way to those of objects before it
};

struct LinkParams {
    std::span<const ObjectFile> objects;  ///< in the order of precedence; borrowed for the call
    sbpf::SbpfVersion version = sbpf::SbpfVersion::v3;  ///< v3 or v0
    std::string_view entry = "entrypoint";
    bool debug = false;  ///< make Linked::debug
};

/// A function of the program and where its code lies in the text, in bytes.
struct LinkedFunction {
    std::string name;  ///< as in the object: C++ names mangled
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

struct Linked {
    Bytes so;     ///< the program, to deploy
    Bytes debug;  ///< the same code at the same addresses, with symbols and DWARF; for symbolizers
    std::uint64_t text_offset = 0;          ///< of the text in both files
    std::uint64_t text_size = 0;            ///< bytes
    std::uint64_t rodata_size = 0;          ///< bytes
    std::vector<LinkedFunction> functions;  ///< by ascending offset
    std::vector<std::string> syscalls;      ///< that are called, by name
};

/// Links objects to an sBPF program: resolves symbols, drops what `entry` doesn't need, merges
/// string literals, applies relocations and checks every instruction. The same objects in the same
/// order always give the same bytes. Errors: everything that is wrong, as far as one step of the
/// work finds it; never empty. Pure; any thread.
Result<Linked, LinkErrors> link(const LinkParams& params);

}  // namespace orrery::link

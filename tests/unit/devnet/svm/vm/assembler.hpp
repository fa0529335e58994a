#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sdk/sbpf/version.hpp"
#include "sdk/types/bytes.hpp"

namespace orrery::vm::test {

/// A text section, and the calls in it that an ELF before v3 needs relocations for.
struct Text {
    struct SyscallAt {
        std::size_t pc;
        std::string name;
    };
    Bytes bytes;
    std::vector<SyscallAt> syscalls;
};

/// Assembles lines separated by ';' or newlines, by the mnemonics of the opcode table:
///   mov64 r1, 5; ldxdw r2, [r1+8]; stxb [r10-1], r2; jeq r2, 0, done; call sol_log_; call @f;
///   callx r3; done: exit
/// Jumps and `call @` take labels, a numeric offset (`ja +1`) is in slots. Throws on nonsense.
Text assemble(sbpf::SbpfVersion version, std::string_view source);

/// Where to deviate from a well-formed file.
struct ElfOptions {
    Bytes rodata = {};
    std::uint64_t entry_pc = 0;
};

/// A v3 file: program headers only.
Bytes strict_elf(const Text& text, const ElfOptions& options = {});

/// A v0-v2 file, and where things lie in it, so that tests can break them.
struct LenientElf {
    Bytes bytes;
    std::size_t text = 0;     ///< file offset and address
    std::size_t rodata = 0;   ///< file offset and address
    std::size_t symbols = 0;  ///< .dynsym
    std::size_t strings = 0;  ///< .dynstr
    std::size_t relocations = 0;
    std::size_t sections = 0;  ///< section headers, in the order of section_names
};
inline constexpr std::string_view section_names[] = {
    "", ".text", ".rodata", ".dynsym", ".dynstr", ".rel.dyn", ".dynamic", ".shstrtab"};
LenientElf lenient_elf(sbpf::SbpfVersion version, const Text& text, const ElfOptions& options = {});

/// Assembles and wraps in the version's kind of file.
Bytes build(sbpf::SbpfVersion version, std::string_view source, const ElfOptions& options = {});
Bytes wrap(sbpf::SbpfVersion version, const Text& text, const ElfOptions& options = {});

}  // namespace orrery::vm::test

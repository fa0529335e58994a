#pragma once

#include <string>
#include <string_view>

#include "devnet/svm/vm/image.hpp"

/// The texts of sbpf's ElfError (elf.rs) and ElfParserError (elf_parser/mod.rs).
namespace orrery::vm::elf_error {

inline auto make(std::string text) { return fail(LoadError{std::move(text)}); }

/// A fault of the file's structure: "invalid file header", "values overlap", ...
inline auto parse(std::string_view what) {
    return make("Failed to parse ELF file: " + std::string(what));
}
inline auto out_of_bounds() { return make("Offset or value is out of bounds"); }
inline auto program_header() { return make("Invalid ELF program header"); }
inline auto unsupported_version() {
    return make("Detected sbpf_version required by the executable which are not enabled");
}

}  // namespace orrery::vm::elf_error

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "devnet/svm/vm/syscall.hpp"
#include "sdk/sbpf/version.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/result.hpp"

namespace orrery::vm {

struct LoadOptions;

/// Why a program doesn't load; the text is sbpf's, as the loaders log it.
struct LoadError {
    std::string message;
    bool operator==(const LoadError&) const = default;
};

/// What an ELF file comes to before verification.
struct Image {
    sbpf::SbpfVersion version = sbpf::SbpfVersion::v0;
    Bytes bytes;                    ///< before v3 the mapped image; from then on the file
    std::size_t rodata_offset = 0;  ///< into `bytes`
    std::size_t rodata_length = 0;
    std::size_t text_offset = 0;  ///< into `bytes`
    std::size_t text_length = 0;
    std::uint64_t text_address = 0;                    ///< virtual
    std::uint64_t entry_pc = 0;                        ///< in instructions
    std::map<std::uint32_t, std::uint64_t> functions;  ///< before v3: call key -> pc

    ByteSpan text() const { return ByteSpan(bytes).subspan(text_offset, text_length); }
    ByteSpan rodata() const { return ByteSpan(bytes).subspan(rodata_offset, rodata_length); }
};

/// Reads an ELF of any enabled version.
Result<Image, LoadError> read_elf(ByteSpan elf, const LoadOptions& options);

/// The two parsers (svm-runtime.md 3.2 and 3.3); the version is not set.
Result<Image, LoadError> read_lenient_elf(ByteSpan elf, const LoadOptions& options);
Result<Image, LoadError> read_strict_elf(ByteSpan elf);

/// Checks the text by the rules of svm-runtime.md 3.1; errors begin with "Verifier error: ".
Result<void, LoadError> verify(ByteSpan text, sbpf::SbpfVersion version);

}  // namespace orrery::vm

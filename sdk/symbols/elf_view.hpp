#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/sbpf/elf.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/result.hpp"

namespace orrery::symbols {

/// A program's instructions in its file.
struct Text {
    std::uint64_t address = 0;  ///< that symbols and DWARF give the first instruction
    ByteSpan bytes;
};

/// A function of the symbol table.
struct FunctionSymbol {
    std::uint64_t address = 0;
    std::uint64_t size = 0;
    std::string_view name;  ///< borrowed from the file
};

/// The parts of an ELF file that matter here, every offset checked. Borrows the file.
class ElfView {
  public:
    /// Error: not an ELF file of sBPF, or a form of one that reading DWARF isn't to meet
    /// (compressed sections, references to other files, tables beyond all measure).
    static Result<ElfView, std::string> parse(ByteSpan file);

    const Text& text() const { return text_; }
    bool has_dwarf() const;
    std::vector<FunctionSymbol> functions() const;

  private:
    struct Section {
        sbpf::elf::SectionHeader header;
        std::string_view name;
        ByteSpan bytes;
    };
    using Checked = Result<void, std::string>;

    explicit ElfView(ByteSpan file) : file_(file) {}
    Checked read_header();
    Checked read_sections();
    Checked check_debug(const Section& section) const;
    Checked find_text();
    bool find_text_segment();
    const Section* find(std::string_view name) const;
    std::optional<ByteSpan> range(std::uint64_t offset, std::uint64_t size) const;

    ByteSpan file_;
    sbpf::elf::FileHeader header_{};
    std::vector<Section> sections_;
    Text text_;
};

}  // namespace orrery::symbols

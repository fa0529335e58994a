#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "devnet/svm/vm/image.hpp"
#include "sdk/sbpf/elf.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/result.hpp"

namespace orrery::vm {

/// A half-open range of file offsets or addresses; `end` may lie below `begin` in a hostile file.
struct Extent {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    bool inside(std::uint64_t size) const { return begin <= end && end <= size; }
    bool contains(std::uint64_t x) const { return begin <= x && x < end; }
    std::uint64_t length() const { return begin <= end ? end - begin : 0; }
};

/// `offset + length`, or the largest value where that overflows.
constexpr std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) {
    return a + b < a ? UINT64_MAX : a + b;
}
constexpr std::uint64_t saturating_sub(std::uint64_t a, std::uint64_t b) {
    return a < b ? 0 : a - b;
}

/// Where a section lies in the file; nothing for one without bytes there.
Extent file_extent(const sbpf::elf::SectionHeader& section);
Extent address_extent(const sbpf::elf::SectionHeader& section);

/// The tables of an ELF file as sbpf's lenient parser reads it (elf_parser/mod.rs), copied out.
/// Names are borrowed from the file.
class ElfFile {
  public:
    static Result<ElfFile, LoadError> parse(ByteSpan file);

    sbpf::elf::FileHeader header{};
    std::vector<sbpf::elf::SectionHeader> sections;
    std::vector<std::string_view> section_names;  ///< one per section
    std::vector<sbpf::elf::Relocation> relocations;
    std::vector<sbpf::elf::Symbol> symbols;  ///< dynamic

    /// Index of the first section of that name.
    std::optional<std::size_t> find_section(std::string_view name) const;
    /// The name of a dynamic symbol, or nothing where it can't be read.
    std::optional<std::string_view> symbol_name(std::uint32_t offset) const;

  private:
    using Checked = Result<void, LoadError>;

    explicit ElfFile(ByteSpan file) : file_(file) {}
    Checked read_headers();
    Checked check_segments() const;
    Checked check_sections() const;
    Checked read_names();
    Checked read_dynamic();
    Checked read_relocations();
    Checked read_symbols();
    Result<std::vector<sbpf::elf::Dynamic>, LoadError> find_dynamic() const;
    Result<std::uint64_t, LoadError> file_offset_of(std::uint64_t address) const;
    Result<std::string_view, LoadError> string_in(const sbpf::elf::SectionHeader& table,
                                                  std::uint64_t offset,
                                                  std::uint64_t max_length) const;
    template <class T>
    Result<std::vector<T>, LoadError> read_table(Extent at) const;

    ByteSpan file_;
    Extent header_at_;
    Extent segments_at_;
    Extent sections_at_;
    std::vector<sbpf::elf::ProgramHeader> segments_;
    std::uint64_t dynamic_[sbpf::elf::tag_count] = {};
    std::optional<std::size_t> symbol_names_;  ///< section index of .dynstr
};

/// Reads a value of the file; the caller has checked that it is there.
template <class T>
T read_struct(ByteSpan file, std::uint64_t offset) {
    T value;
    std::memcpy(&value, file.data() + offset, sizeof value);
    return value;
}

/// Bytes as Rust's from_utf8_lossy prints them: faulty sequences become U+FFFD.
std::string lossy_text(std::string_view bytes);

}  // namespace orrery::vm

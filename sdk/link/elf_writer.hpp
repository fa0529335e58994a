#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sdk/sbpf/elf.hpp"
#include "sdk/types/bytes.hpp"

namespace orrery::link {

/// Puts an ELF file together: program headers first, then contents in the order of the calls, then,
/// if there are any, section headers and their names.
class ElfWriter {
  public:
    /// `segments`: how many program headers to leave room for; those not added are null.
    explicit ElfWriter(std::uint64_t segments);

    /// Appends zeros up to a multiple of `align`, then the bytes; returns their offset.
    std::uint64_t append(ByteSpan bytes, std::uint64_t align);
    std::uint64_t size() const { return file_.size(); }
    /// For contents that are known only after what follows them.
    void overwrite(std::uint64_t offset, ByteSpan bytes);

    void add_segment(const sbpf::elf::ProgramHeader& segment) { segments_.push_back(segment); }
    /// Adds a header with the name in place; returns its index.
    std::uint32_t add_section(std::string_view name, sbpf::elf::SectionHeader header);
    /// The index of the next section.
    std::uint32_t next_section() const { return static_cast<std::uint32_t>(sections_.size()) + 1; }

    /// The file. `flags` is the sBPF version.
    Bytes finish(std::uint64_t entry, std::uint32_t flags) &&;

  private:
    std::uint64_t segment_count_;
    Bytes file_;
    std::vector<sbpf::elf::ProgramHeader> segments_;
    std::vector<sbpf::elf::SectionHeader> sections_;
    std::string names_{'\0'};
};

/// Names, each with its NUL, behind an empty one: a string table.
class NameTable {
  public:
    /// Returns the name's offset.
    std::uint32_t add(std::string_view name);
    ByteSpan bytes() const { return as_bytes(text_); }

  private:
    std::string text_{'\0'};
};

/// Views a plain structure, or an array of them, as bytes.
template <class T>
ByteSpan bytes_of(const std::vector<T>& rows) {
    return {reinterpret_cast<const std::uint8_t*>(rows.data()), rows.size() * sizeof(T)};
}

}  // namespace orrery::link

#include "devnet/svm/vm/elf_file.hpp"

#include <algorithm>

#include "devnet/svm/vm/elf_error.hpp"

namespace orrery::vm {
namespace {

namespace elf = sbpf::elf;

// sbpf: elf_parser/mod.rs, both counting the terminator.
constexpr std::uint64_t max_section_name = 16;
constexpr std::uint64_t max_symbol_name = 64;

constexpr std::uint64_t table_alignment = 8;

bool apart(const Extent& a, const Extent& b) { return a.end <= b.begin || b.end <= a.begin; }

Result<std::uint64_t, LoadError> checked_add(std::uint64_t a, std::uint64_t b) {
    if (a + b < a) return elf_error::out_of_bounds();
    return a + b;
}

Result<Extent, LoadError> extent(std::uint64_t offset, std::uint64_t length) {
    TRY(const auto end, checked_add(offset, length));
    return Extent{offset, end};
}

/// Length of the valid sequence at the front, or minus the length of the faulty one.
int utf8_step(std::string_view text) {
    const auto byte = [text](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const auto lead = byte(0);
    if (lead < 0x80) return 1;
    const int length = lead >= 0xc2 && lead <= 0xdf   ? 2
                       : lead >= 0xe0 && lead <= 0xef ? 3
                       : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                      : 0;
    if (length == 0) return -1;
    const unsigned low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (byte(1) < low || byte(1) > high) return -1;
    for (int i = 2; i < length; ++i) {
        if ((byte(static_cast<std::size_t>(i)) & 0xc0) != 0x80) return -i;
    }
    return length;
}

}  // namespace

std::string lossy_text(std::string_view bytes) {
    std::string text;
    while (!bytes.empty()) {
        const auto step = utf8_step(bytes);
        const auto length = static_cast<std::size_t>(step < 0 ? -step : step);
        text += step < 0 ? std::string_view("\xef\xbf\xbd") : bytes.substr(0, length);
        bytes.remove_prefix(length);
    }
    return text;
}

Extent file_extent(const elf::SectionHeader& section) {
    if (section.type == elf::section_nobits) return {};
    return {section.offset, saturating_add(section.offset, section.size)};
}

Extent address_extent(const elf::SectionHeader& section) {
    return {section.addr, saturating_add(section.addr, section.size)};
}

template <class T>
Result<std::vector<T>, LoadError> ElfFile::read_table(Extent at) const {
    if (at.length() % sizeof(T) != 0) return elf_error::parse("invalid size");
    if (!at.inside(file_.size())) return elf_error::out_of_bounds();
    if (at.begin % table_alignment != 0) return elf_error::parse("invalid alignment");
    std::vector<T> table(at.length() / sizeof(T));
    if (!table.empty()) std::memcpy(table.data(), file_.data() + at.begin, at.length());
    return table;
}

Result<ElfFile, LoadError> ElfFile::parse(ByteSpan file) {
    ElfFile parsed(file);
    CHECK_OK(parsed.read_headers());
    CHECK_OK(parsed.check_segments());
    CHECK_OK(parsed.check_sections());
    CHECK_OK(parsed.read_names());
    CHECK_OK(parsed.read_dynamic());
    return parsed;
}

ElfFile::Checked ElfFile::read_headers() {
    header_at_ = {0, sizeof(elf::FileHeader)};
    if (!header_at_.inside(file_.size())) return elf_error::out_of_bounds();
    header = read_struct<elf::FileHeader>(file_, 0);
    if (std::memcmp(header.magic,
                    "\x7f"
                    "ELF",
                    4) != 0 ||
        header.file_class != elf::class_64 || header.data != elf::data_little_endian ||
        header.ident_version != elf::current_version || header.version != elf::current_version ||
        header.ehsize != sizeof(elf::FileHeader) ||
        header.phentsize != sizeof(elf::ProgramHeader) ||
        header.shentsize != sizeof(elf::SectionHeader) || header.shstrndx >= header.shnum) {
        return elf_error::parse("invalid file header");
    }
    TRY(segments_at_, extent(header.phoff, header.phnum * sizeof(elf::ProgramHeader)));
    if (!apart(header_at_, segments_at_)) return elf_error::parse("values overlap");
    TRY(segments_, read_table<elf::ProgramHeader>(segments_at_));
    TRY(sections_at_, extent(header.shoff, header.shnum * sizeof(elf::SectionHeader)));
    if (!apart(header_at_, sections_at_) || !apart(segments_at_, sections_at_)) {
        return elf_error::parse("values overlap");
    }
    TRY(sections, read_table<elf::SectionHeader>(sections_at_));
    if (sections.empty() || sections[0].type != elf::section_null) {
        return elf_error::parse("invalid section header");
    }
    return {};
}

ElfFile::Checked ElfFile::check_segments() const {
    std::uint64_t address = 0;
    for (const auto& segment : segments_) {
        if (segment.type != elf::segment_load) continue;
        if (segment.vaddr < address) return elf_error::program_header();
        TRY(const auto end, checked_add(segment.offset, segment.filesz));
        if (end > file_.size()) return elf_error::out_of_bounds();
        address = segment.vaddr;
    }
    return {};
}

ElfFile::Checked ElfFile::check_sections() const {
    std::uint64_t previous_end = 0;
    for (const auto& section : sections) {
        if (section.type == elf::section_nobits) continue;
        TRY(const auto at, extent(section.offset, section.size));
        if (!apart(at, header_at_) || !apart(at, segments_at_) || !apart(at, sections_at_)) {
            return elf_error::parse("values overlap");
        }
        if (at.begin < previous_end) {
            return elf_error::parse("sections not in ascending order");
        }
        previous_end = at.end;
        if (previous_end > file_.size()) return elf_error::out_of_bounds();
    }
    return {};
}

ElfFile::Checked ElfFile::read_names() {
    if (header.shstrndx == 0) return elf_error::parse("no section name string table found");
    bool symbols_seen = false;
    bool strings_seen = false;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        TRY(const auto name,
            string_in(sections[header.shstrndx], sections[i].name, max_section_name));
        const bool again = (name == ".symtab" && std::exchange(symbols_seen, true)) ||
                           (name == ".strtab" && std::exchange(strings_seen, true)) ||
                           (name == ".dynstr" && symbol_names_.has_value());
        if (again) return elf_error::parse("invalid section header");
        if (name == ".dynstr") symbol_names_ = i;
        section_names.push_back(name);
    }
    return {};
}

Result<std::string_view, LoadError> ElfFile::string_in(const elf::SectionHeader& table,
                                                       std::uint64_t offset,
                                                       std::uint64_t max_length) const {
    if (table.type != elf::section_strtab) return elf_error::parse("invalid section header");
    TRY(const auto begin, checked_add(table.offset, offset));
    TRY(const auto table_end, checked_add(table.offset, table.size));
    TRY(const auto longest, checked_add(begin, max_length));
    const Extent at{begin, std::min(table_end, longest)};
    if (!at.inside(file_.size())) return elf_error::out_of_bounds();
    const auto text = as_text(file_.subspan(at.begin, at.length()));
    const auto end = text.find('\0');
    if (end != std::string_view::npos) return text.substr(0, end);
    return elf_error::parse("Section or symbol name `" + lossy_text(text) + "` is longer than `" +
                            std::to_string(max_length) + "` bytes");
}

// The dynamic table by segment or, where that can't be read, by section.
Result<std::vector<elf::Dynamic>, LoadError> ElfFile::find_dynamic() const {
    const auto segment = std::find_if(segments_.begin(), segments_.end(),
                                      [](const auto& s) { return s.type == elf::segment_dynamic; });
    if (segment != segments_.end()) {
        const auto at = extent(segment->offset, segment->filesz);
        if (at) {
            auto table = read_table<elf::Dynamic>(*at);
            if (table) return table;
        }
    }
    const auto section = std::find_if(sections.begin(), sections.end(),
                                      [](const auto& s) { return s.type == elf::section_dynamic; });
    if (section == sections.end()) return std::vector<elf::Dynamic>{};
    const auto at = extent(section->offset, section->size);
    if (!at) return elf_error::parse("invalid dynamic section table");
    auto table = read_table<elf::Dynamic>(*at);
    if (!table) return elf_error::parse("invalid dynamic section table");
    return table;
}

ElfFile::Checked ElfFile::read_dynamic() {
    TRY(const auto table, find_dynamic());
    for (const auto& entry : table) {
        if (entry.tag == elf::tag_null) break;
        if (entry.tag < elf::tag_count) dynamic_[entry.tag] = entry.value;
    }
    CHECK_OK(read_relocations());
    return read_symbols();
}

ElfFile::Checked ElfFile::read_relocations() {
    const auto address = dynamic_[elf::tag_rel];
    if (address == 0) return {};
    const auto size = dynamic_[elf::tag_relsz];
    if (dynamic_[elf::tag_relent] != sizeof(elf::Relocation) || size == 0) {
        return elf_error::parse("invalid dynamic section table");
    }
    TRY(const auto offset, file_offset_of(address));
    TRY(const auto at, extent(offset, size));
    auto table = read_table<elf::Relocation>(at);
    if (!table) return elf_error::parse("invalid dynamic section table");
    relocations = std::move(*table);
    return {};
}

// By segment; old toolchains put the table outside all segments, then by section.
Result<std::uint64_t, LoadError> ElfFile::file_offset_of(std::uint64_t address) const {
    for (const auto& segment : segments_) {
        TRY(const auto at, extent(segment.vaddr, segment.memsz));
        if (at.contains(address)) return checked_add(address - segment.vaddr, segment.offset);
    }
    for (const auto& section : sections) {
        if (section.addr == address) return section.offset;
    }
    return elf_error::parse("invalid dynamic section table");
}

ElfFile::Checked ElfFile::read_symbols() {
    const auto address = dynamic_[elf::tag_symtab];
    if (address == 0) return {};
    const auto section = std::find_if(sections.begin(), sections.end(),
                                      [address](const auto& s) { return s.addr == address; });
    if (section == sections.end()) return elf_error::parse("invalid dynamic section table");
    if (section->type != elf::section_symtab && section->type != elf::section_dynsym) {
        return elf_error::parse("invalid section header");
    }
    TRY(const auto at, extent(section->offset, section->size));
    TRY(symbols, read_table<elf::Symbol>(at));
    return {};
}

std::optional<std::size_t> ElfFile::find_section(std::string_view name) const {
    const auto at = std::find(section_names.begin(), section_names.end(), name);
    if (at == section_names.end()) return {};
    return static_cast<std::size_t>(at - section_names.begin());
}

std::optional<std::string_view> ElfFile::symbol_name(std::uint32_t offset) const {
    if (!symbol_names_) return {};
    const auto name = string_in(sections[*symbol_names_], offset, max_symbol_name);
    if (!name) return {};
    return *name;
}

}  // namespace orrery::vm

#include "sdk/symbols/elf_view.hpp"

#include <algorithm>
#include <cstring>

#include "sdk/sbpf/version.hpp"

namespace orrery::symbols {
namespace {

namespace elf = sbpf::elf;

constexpr std::size_t max_sections = 256;
// A byte of a line program can make a row of 72 bytes in memory.
constexpr std::size_t max_line_table = std::size_t{4} << 20;

template <class T>
T read(ByteSpan bytes, std::size_t at) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

std::string_view text_at(ByteSpan table, std::uint64_t offset) {
    if (offset >= table.size()) return {};
    const auto rest = as_text(table.subspan(static_cast<std::size_t>(offset)));
    return rest.substr(0, rest.find('\0'));
}

}  // namespace

Result<ElfView, std::string> ElfView::parse(ByteSpan file) {
    ElfView out(file);
    CHECK_OK(out.read_header());
    CHECK_OK(out.read_sections());
    CHECK_OK(out.find_text());
    return out;
}

std::optional<ByteSpan> ElfView::range(std::uint64_t offset, std::uint64_t size) const {
    if (offset > file_.size() || size > file_.size() - offset) return std::nullopt;
    return file_.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

ElfView::Checked ElfView::read_header() {
    constexpr std::string_view magic(
        "\x7f"
        "ELF",
        4);
    if (file_.size() < sizeof header_ || !as_text(file_).starts_with(magic))
        return fail(std::string("is no ELF file"));
    header_ = read<elf::FileHeader>(file_, 0);
    const bool ours = header_.machine == elf::machine_bpf || header_.machine == elf::machine_sbpf;
    if (!ours || header_.file_class != elf::class_64 || header_.data != elf::data_little_endian)
        return fail(std::string("is no program for sBPF"));
    if (header_.type == elf::type_rel)
        return fail(std::string("is an object file; link it to a program first"));
    return {};
}

ElfView::Checked ElfView::read_sections() {
    if (header_.shnum == 0) return {};
    const std::uint64_t size = std::uint64_t{header_.shnum} * sizeof(elf::SectionHeader);
    const auto table = range(header_.shoff, size);
    if (header_.shnum > max_sections || header_.shentsize != sizeof(elf::SectionHeader) || !table)
        return fail(std::string("has a damaged section table"));
    for (std::size_t i = 0; i < header_.shnum; ++i) {
        Section section{read<elf::SectionHeader>(*table, i * sizeof(elf::SectionHeader)), {}, {}};
        const auto& h = section.header;
        if (h.type != elf::section_null && h.type != elf::section_nobits) {
            const auto bytes = range(h.offset, h.size);
            if (!bytes) return fail(std::string("has a section that reaches beyond the file"));
            section.bytes = *bytes;
        }
        sections_.push_back(section);
    }
    if (header_.shstrndx >= sections_.size()) return fail(std::string("has no section names"));
    const auto names = sections_[header_.shstrndx].bytes;
    for (auto& section : sections_) {
        section.name = text_at(names, section.header.name);
        CHECK_OK(check_debug(section));
    }
    return {};
}

ElfView::Checked ElfView::check_debug(const Section& section) const {
    const auto& name = section.name;
    if ((section.header.flags & elf::section_flag_compressed) != 0 || name.starts_with(".zdebug"))
        return fail(std::string("has compressed debug sections; build without -gz"));
    if (name.starts_with(".gnu_debugalt") || name.ends_with(".dwo"))
        return fail(
            std::string("has debug information that refers to other files; build without "
                        "-gsplit-dwarf and dwz"));
    if (name == ".debug_line" && section.bytes.size() > max_line_table)
        return fail("has a line table of " + std::to_string(section.bytes.size()) + " bytes; " +
                    std::to_string(max_line_table) + " at most are read");
    return {};
}

const ElfView::Section* ElfView::find(std::string_view name) const {
    const auto found = std::find_if(sections_.begin(), sections_.end(),
                                    [&](const auto& s) { return s.name == name; });
    return found == sections_.end() ? nullptr : &*found;
}

// Programs from v3 on are loaded by segments; they need have no sections.
bool ElfView::find_text_segment() {
    if (header_.flags < static_cast<std::uint32_t>(sbpf::SbpfVersion::v3)) return false;
    for (std::size_t i = 0; i < header_.phnum; ++i) {
        const auto at =
            range(header_.phoff + i * sizeof(elf::ProgramHeader), sizeof(elf::ProgramHeader));
        if (!at) return false;
        const auto segment = read<elf::ProgramHeader>(*at, 0);
        const auto bytes = range(segment.offset, segment.filesz);
        if (segment.type != elf::segment_load || (segment.flags & elf::flag_execute) == 0) continue;
        if (bytes) text_ = {segment.vaddr, *bytes};
        return bytes.has_value();
    }
    return false;
}

ElfView::Checked ElfView::find_text() {
    if (find_text_segment()) return {};
    const auto* const section = find(".text");
    if (section == nullptr) return fail(std::string("has no text"));
    text_ = {section->header.addr, section->bytes};
    return {};
}

bool ElfView::has_dwarf() const { return find(".debug_info") && find(".debug_abbrev"); }

std::vector<FunctionSymbol> ElfView::functions() const {
    std::vector<FunctionSymbol> out;
    for (const auto& section : sections_) {
        if (section.header.type != elf::section_symtab) continue;
        if (section.header.link >= sections_.size()) continue;
        const auto names = sections_[section.header.link].bytes;
        for (std::size_t at = 0; at + sizeof(elf::Symbol) <= section.bytes.size();
             at += sizeof(elf::Symbol)) {
            const auto symbol = read<elf::Symbol>(section.bytes, at);
            if ((symbol.info & 0xf) == elf::symbol_type_function &&
                symbol.shndx != elf::index_undefined)
                out.push_back({symbol.value, symbol.size, text_at(names, symbol.name)});
        }
    }
    return out;
}

}  // namespace orrery::symbols

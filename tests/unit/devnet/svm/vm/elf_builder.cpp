#include <algorithm>
#include <cstring>
#include <iterator>

#include "sdk/sbpf/elf.hpp"
#include "tests/unit/devnet/svm/vm/assembler.hpp"

namespace orrery::vm::test {
namespace {

namespace elf = sbpf::elf;

template <class T>
void append(Bytes& to, const T& value) {
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(&value);
    to.insert(to.end(), bytes, bytes + sizeof value);
}

void append(Bytes& to, ByteSpan bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }

void align(Bytes& bytes) { bytes.resize((bytes.size() + 7) / 8 * 8); }

elf::FileHeader file_header(sbpf::SbpfVersion version) {
    elf::FileHeader header{};
    std::memcpy(header.magic,
                "\x7f"
                "ELF",
                4);
    header.file_class = elf::class_64;
    header.data = elf::data_little_endian;
    header.ident_version = elf::current_version;
    header.type = elf::type_dyn;
    header.machine = elf::machine_bpf;
    header.version = elf::current_version;
    header.phoff = sizeof header;
    header.flags = static_cast<std::uint32_t>(version);
    header.ehsize = sizeof header;
    header.phentsize = sizeof(elf::ProgramHeader);
    header.shentsize = sizeof(elf::SectionHeader);
    return header;
}

elf::ProgramHeader segment(std::uint32_t flags, std::uint64_t offset, std::uint64_t address,
                           std::uint64_t size) {
    return {.type = elf::segment_load,
            .flags = flags,
            .offset = offset,
            .vaddr = address,
            .paddr = address,
            .filesz = size,
            .memsz = size,
            .align = 8};
}

class LenientBuilder {
  public:
    LenientBuilder(sbpf::SbpfVersion version, const Text& text, const ElfOptions& options)
        : header_(file_header(version)), text_(text), options_(options) {
        for (const auto& call : text.syscalls) {
            if (std::find(names_.begin(), names_.end(), call.name) == names_.end()) {
                names_.push_back(call.name);
            }
        }
    }

    LenientElf run() {
        out_.bytes.resize(sizeof header_);
        add_section(elf::section_null, 0, {});
        out_.text = add_section(elf::section_progbits, elf::section_flag_alloc | 4, text_.bytes);
        // Never empty: the loader finds sections by address.
        out_.rodata = add_section(elf::section_progbits, elf::section_flag_alloc,
                                  options_.rodata.empty() ? Bytes(8) : options_.rodata);
        add_symbols();
        add_dynamic();
        add_section_names();
        finish();
        return std::move(out_);
    }

  private:
    std::size_t add_section(std::uint32_t type, std::uint64_t flags, const Bytes& content) {
        const auto at = type == elf::section_null ? 0 : out_.bytes.size();
        append(out_.bytes, ByteSpan(content));
        align(out_.bytes);
        sections_.push_back({.name = 0,
                             .type = type,
                             .flags = flags,
                             .addr = at,
                             .offset = at,
                             .size = content.size(),
                             .link = 0,
                             .info = 0,
                             .addralign = 8,
                             .entsize = 0});
        return at;
    }

    void add_symbols() {
        Bytes symbols(sizeof(elf::Symbol));
        Bytes strings(1);
        for (const auto& name : names_) {
            append(symbols, elf::Symbol{.name = static_cast<std::uint32_t>(strings.size()),
                                        .info = 0x10,
                                        .other = 0,
                                        .shndx = 0,
                                        .value = 0,
                                        .size = 0});
            append(strings, as_bytes(name));
            strings.push_back(0);
        }
        out_.symbols = add_section(elf::section_dynsym, elf::section_flag_alloc, symbols);
        out_.strings = add_section(elf::section_strtab, elf::section_flag_alloc, strings);
    }

    void add_dynamic() {
        Bytes relocations;
        for (const auto& call : text_.syscalls) {
            const auto name = std::find(names_.begin(), names_.end(), call.name);
            const auto symbol = static_cast<std::uint64_t>(name - names_.begin()) + 1;
            append(relocations, elf::Relocation{.offset = out_.text + call.pc * 8,
                                                .info = symbol << 32 | elf::relocation_64_32});
        }
        out_.relocations = add_section(elf::section_rel, elf::section_flag_alloc, relocations);
        Bytes dynamic;
        if (!relocations.empty()) {
            append(dynamic, elf::Dynamic{elf::tag_rel, out_.relocations});
            append(dynamic, elf::Dynamic{elf::tag_relsz, relocations.size()});
            append(dynamic, elf::Dynamic{elf::tag_relent, sizeof(elf::Relocation)});
            append(dynamic, elf::Dynamic{elf::tag_symtab, out_.symbols});
        }
        append(dynamic, elf::Dynamic{elf::tag_null, 0});
        add_section(elf::section_dynamic, elf::section_flag_alloc | elf::section_flag_write,
                    dynamic);
    }

    void add_section_names() {
        Bytes names;
        std::vector<std::uint32_t> offsets;
        for (const auto name : section_names) {
            offsets.push_back(static_cast<std::uint32_t>(names.size()));
            append(names, as_bytes(name));
            names.push_back(0);
        }
        add_section(elf::section_strtab, 0, names);
        for (std::size_t i = 0; i < sections_.size(); ++i) sections_[i].name = offsets[i];
        sections_.back().addr = 0;
    }

    void finish() {
        out_.sections = out_.bytes.size();
        header_.entry = out_.text + options_.entry_pc * 8;
        header_.shoff = out_.sections;
        header_.shnum = static_cast<std::uint16_t>(sections_.size());
        header_.shstrndx = static_cast<std::uint16_t>(sections_.size() - 1);
        for (const auto& section : sections_) append(out_.bytes, section);
        std::memcpy(out_.bytes.data(), &header_, sizeof header_);
    }

    elf::FileHeader header_;
    const Text& text_;
    const ElfOptions& options_;
    std::vector<std::string> names_;
    std::vector<elf::SectionHeader> sections_;
    LenientElf out_;
};

}  // namespace

Bytes strict_elf(const Text& text, const ElfOptions& options) {
    auto rodata = options.rodata;
    align(rodata);
    auto header = file_header(sbpf::SbpfVersion::v3);
    header.phnum = rodata.empty() ? 1 : 2;
    header.entry = sbpf::program_start + options.entry_pc * 8;
    const auto content = sizeof header + header.phnum * sizeof(elf::ProgramHeader);
    Bytes file;
    append(file, header);
    if (!rodata.empty()) {
        append(file, segment(elf::flag_read, content, sbpf::rodata_start, rodata.size()));
    }
    append(file, segment(elf::flag_execute, content + rodata.size(), sbpf::program_start,
                         text.bytes.size()));
    append(file, ByteSpan(rodata));
    append(file, ByteSpan(text.bytes));
    return file;
}

LenientElf lenient_elf(sbpf::SbpfVersion version, const Text& text, const ElfOptions& options) {
    return LenientBuilder(version, text, options).run();
}

}  // namespace orrery::vm::test

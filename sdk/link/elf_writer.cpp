#include "sdk/link/elf_writer.hpp"

#include <algorithm>
#include <cstring>

namespace orrery::link {

namespace elf = sbpf::elf;

ElfWriter::ElfWriter(std::uint64_t segments)
    : segment_count_(segments),
      file_(sizeof(elf::FileHeader) + segments * sizeof(elf::ProgramHeader)) {}

std::uint64_t ElfWriter::append(ByteSpan bytes, std::uint64_t align) {
    file_.resize((file_.size() + align - 1) / align * align);
    const auto offset = file_.size();
    file_.insert(file_.end(), bytes.begin(), bytes.end());
    return offset;
}

void ElfWriter::overwrite(std::uint64_t offset, ByteSpan bytes) {
    std::copy(bytes.begin(), bytes.end(), file_.begin() + static_cast<std::ptrdiff_t>(offset));
}

std::uint32_t ElfWriter::add_section(std::string_view name, elf::SectionHeader header) {
    header.name = static_cast<std::uint32_t>(names_.size());
    names_.append(name).push_back('\0');
    sections_.push_back(header);
    return static_cast<std::uint32_t>(sections_.size());
}

Bytes ElfWriter::finish(std::uint64_t entry, std::uint32_t flags) && {
    elf::FileHeader header{};
    if (!sections_.empty()) {
        const auto offset = append({}, 1);
        const auto at = add_section(".shstrtab", {.name = 0,
                                                  .type = elf::section_strtab,
                                                  .flags = 0,
                                                  .addr = 0,
                                                  .offset = offset,
                                                  .size = 0,
                                                  .link = 0,
                                                  .info = 0,
                                                  .addralign = 1,
                                                  .entsize = 0});
        sections_.back().size = names_.size();
        append(as_bytes(names_), 1);
        sections_.insert(sections_.begin(), elf::SectionHeader{});
        header.shoff = append(bytes_of(sections_), 8);
        header.shnum = static_cast<std::uint16_t>(sections_.size());
        header.shstrndx = static_cast<std::uint16_t>(at);
    }
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
    header.entry = entry;
    header.phoff = sizeof header;
    header.flags = flags;
    header.ehsize = sizeof header;
    header.phentsize = sizeof(elf::ProgramHeader);
    header.phnum = static_cast<std::uint16_t>(segment_count_);
    header.shentsize = sizeof(elf::SectionHeader);
    std::memcpy(file_.data(), &header, sizeof header);
    segments_.resize(segment_count_);
    overwrite(sizeof header, bytes_of(segments_));
    return std::move(file_);
}

std::uint32_t NameTable::add(std::string_view name) {
    const auto offset = static_cast<std::uint32_t>(text_.size());
    text_.append(name).push_back('\0');
    return offset;
}

}  // namespace orrery::link

#include <cstring>

#include "devnet/svm/vm/elf_error.hpp"
#include "devnet/svm/vm/elf_file.hpp"

// sbpf: elf.rs, load_with_strict_parser (SIMD-0189).
namespace orrery::vm {
namespace {

namespace elf = sbpf::elf;

constexpr Extent table_of(const elf::FileHeader& header) {
    return {sizeof(elf::FileHeader),
            sizeof(elf::FileHeader) + header.phnum * sizeof(elf::ProgramHeader)};
}

bool valid_header(const elf::FileHeader& header, std::size_t file_size) {
    constexpr std::uint8_t no_padding[7] = {};
    return std::memcmp(header.magic,
                       "\x7f"
                       "ELF",
                       4) == 0 &&
           header.file_class == elf::class_64 && header.data == elf::data_little_endian &&
           header.ident_version == elf::current_version && header.os_abi == 0 &&
           header.abi_version == 0 &&
           std::memcmp(header.padding, no_padding, sizeof no_padding) == 0 &&
           header.machine == elf::machine_bpf && header.version == elf::current_version &&
           header.phoff == sizeof(elf::FileHeader) && header.ehsize == sizeof(elf::FileHeader) &&
           header.phentsize == sizeof(elf::ProgramHeader) && header.phnum != 0 &&
           table_of(header).inside(file_size);
}

/// What the next segment must look like.
struct Expected {
    std::uint32_t flags;
    std::uint64_t address;
    std::uint64_t offset;
};

bool valid_segment(const elf::ProgramHeader& segment, const Expected& expected,
                   std::size_t file_size) {
    return segment.type == elf::segment_load && segment.flags == expected.flags &&
           segment.offset == expected.offset && segment.offset < file_size &&
           segment.offset % sbpf::instruction_size == 0 && segment.vaddr == expected.address &&
           segment.paddr == expected.address && segment.filesz == segment.memsz &&
           segment.filesz <= file_size - segment.offset &&
           segment.filesz % sbpf::instruction_size == 0 && segment.memsz < sbpf::region_size;
}

}  // namespace

Result<Image, LoadError> read_strict_elf(ByteSpan file) {
    if (file.size() < sizeof(elf::FileHeader)) return elf_error::out_of_bounds();
    const auto header = read_struct<elf::FileHeader>(file, 0);
    if (!valid_header(header, file.size())) return elf_error::parse("invalid file header");

    const auto segment_at = [&](std::uint64_t i) {
        return read_struct<elf::ProgramHeader>(
            file, table_of(header).begin + i * sizeof(elf::ProgramHeader));
    };
    Image image;
    Expected expected{elf::flag_read, sbpf::rodata_start, table_of(header).end};
    image.rodata_offset = expected.offset;
    auto segment = segment_at(0);
    if (segment.flags == elf::flag_read) {
        if (header.phnum < 2) return elf_error::parse("invalid file header");
        if (!valid_segment(segment, expected, file.size())) return elf_error::program_header();
        image.rodata_length = segment.filesz;
        expected.offset += segment.filesz;
        segment = segment_at(1);
    }
    expected.flags = elf::flag_execute;
    expected.address = sbpf::program_start;
    if (!valid_segment(segment, expected, file.size())) return elf_error::program_header();

    const auto last_byte = saturating_add(header.entry, sbpf::instruction_size) - 1;
    if (!Extent{segment.vaddr, segment.vaddr + segment.memsz}.contains(last_byte) ||
        header.entry % sbpf::instruction_size != 0) {
        return elf_error::parse("invalid file header");
    }
    image.bytes.assign(file.begin(), file.end());
    image.text_offset = segment.offset;
    image.text_length = segment.filesz;
    image.text_address = segment.vaddr;
    image.entry_pc = saturating_sub(header.entry, segment.vaddr) / sbpf::instruction_size;
    return image;
}

}  // namespace orrery::vm

#pragma once

#include <cstdint>

/// The parts of ELF64 that sBPF programs use. Plain layouts: copy them out of the file with memcpy.
namespace orrery::sbpf::elf {

struct FileHeader {
    std::uint8_t magic[4];
    std::uint8_t file_class;
    std::uint8_t data;
    std::uint8_t ident_version;
    std::uint8_t os_abi;
    std::uint8_t abi_version;
    std::uint8_t padding[7];
    std::uint16_t type;
    std::uint16_t machine;
    std::uint32_t version;
    std::uint64_t entry;
    std::uint64_t phoff;
    std::uint64_t shoff;
    std::uint32_t flags;  ///< the sBPF version
    std::uint16_t ehsize;
    std::uint16_t phentsize;
    std::uint16_t phnum;
    std::uint16_t shentsize;
    std::uint16_t shnum;
    std::uint16_t shstrndx;
};
static_assert(sizeof(FileHeader) == 64);

struct ProgramHeader {
    std::uint32_t type;
    std::uint32_t flags;
    std::uint64_t offset;
    std::uint64_t vaddr;
    std::uint64_t paddr;
    std::uint64_t filesz;
    std::uint64_t memsz;
    std::uint64_t align;
};
static_assert(sizeof(ProgramHeader) == 56);

struct SectionHeader {
    std::uint32_t name;
    std::uint32_t type;
    std::uint64_t flags;
    std::uint64_t addr;
    std::uint64_t offset;
    std::uint64_t size;
    std::uint32_t link;
    std::uint32_t info;
    std::uint64_t addralign;
    std::uint64_t entsize;
};
static_assert(sizeof(SectionHeader) == 64);

struct Symbol {
    std::uint32_t name;
    std::uint8_t info;
    std::uint8_t other;
    std::uint16_t shndx;
    std::uint64_t value;
    std::uint64_t size;
};
static_assert(sizeof(Symbol) == 24);

struct Dynamic {
    std::uint64_t tag;
    std::uint64_t value;
};
static_assert(sizeof(Dynamic) == 16);

struct Relocation {
    std::uint64_t offset;
    std::uint64_t info;  ///< symbol index in the upper half, type in the lower
};
static_assert(sizeof(Relocation) == 16);

inline constexpr std::uint8_t class_64 = 2;
inline constexpr std::uint8_t data_little_endian = 1;
inline constexpr std::uint8_t current_version = 1;
inline constexpr std::uint16_t machine_bpf = 247;
inline constexpr std::uint16_t machine_sbpf = 263;
inline constexpr std::uint16_t type_rel = 1;
inline constexpr std::uint16_t type_dyn = 3;

inline constexpr std::uint32_t segment_load = 1;
inline constexpr std::uint32_t segment_dynamic = 2;
inline constexpr std::uint32_t flag_execute = 1;
inline constexpr std::uint32_t flag_read = 4;

inline constexpr std::uint32_t section_null = 0;
inline constexpr std::uint32_t section_progbits = 1;
inline constexpr std::uint32_t section_symtab = 2;
inline constexpr std::uint32_t section_strtab = 3;
inline constexpr std::uint32_t section_rela = 4;
inline constexpr std::uint32_t section_dynamic = 6;
inline constexpr std::uint32_t section_nobits = 8;
inline constexpr std::uint32_t section_rel = 9;
inline constexpr std::uint32_t section_dynsym = 11;
inline constexpr std::uint32_t section_init_array = 14;
inline constexpr std::uint32_t section_fini_array = 15;
inline constexpr std::uint32_t section_preinit_array = 16;
inline constexpr std::uint32_t section_group = 17;
inline constexpr std::uint64_t section_flag_write = 1;
inline constexpr std::uint64_t section_flag_alloc = 2;
inline constexpr std::uint64_t section_flag_execute = 4;
inline constexpr std::uint64_t section_flag_merge = 0x10;
inline constexpr std::uint64_t section_flag_strings = 0x20;
inline constexpr std::uint64_t section_flag_compressed = 0x800;
inline constexpr std::uint64_t section_flag_retain = 0x200000;
inline constexpr std::uint32_t group_comdat = 1;

/// Section indexes with a meaning of their own, in symbols.
inline constexpr std::uint16_t index_undefined = 0;
inline constexpr std::uint16_t index_reserved = 0xff00;  // and all above it
inline constexpr std::uint16_t index_absolute = 0xfff1;
inline constexpr std::uint16_t index_common = 0xfff2;

inline constexpr std::uint64_t tag_null = 0;
inline constexpr std::uint64_t tag_strtab = 5;
inline constexpr std::uint64_t tag_symtab = 6;
inline constexpr std::uint64_t tag_syment = 11;
inline constexpr std::uint64_t tag_rel = 17;
inline constexpr std::uint64_t tag_relsz = 18;
inline constexpr std::uint64_t tag_relent = 19;
inline constexpr std::uint64_t tag_count = 35;

inline constexpr std::uint8_t symbol_type_none = 0;
inline constexpr std::uint8_t symbol_type_object = 1;
inline constexpr std::uint8_t symbol_type_function = 2;
inline constexpr std::uint8_t symbol_type_section = 3;
inline constexpr std::uint8_t symbol_type_thread_local = 6;
inline constexpr std::uint8_t binding_local = 0;
inline constexpr std::uint8_t binding_global = 1;
inline constexpr std::uint8_t binding_weak = 2;

/// Relocation types. Programs before v3 may use 64_64, relative and 64_32; objects all but
/// relative.
inline constexpr std::uint32_t relocation_64_64 = 1;     // lddw of a symbol
inline constexpr std::uint32_t relocation_abs64 = 2;     // eight bytes of data
inline constexpr std::uint32_t relocation_abs32 = 3;     // four bytes of debug data
inline constexpr std::uint32_t relocation_relative = 8;  // an address without a symbol
inline constexpr std::uint32_t relocation_64_32 = 10;    // call of a symbol

}  // namespace orrery::sbpf::elf

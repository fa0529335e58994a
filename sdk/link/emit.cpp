#include "sdk/link/emit.hpp"

#include <algorithm>

#include "sdk/link/elf_writer.hpp"

namespace orrery::link {
namespace {

namespace elf = sbpf::elf;

/// The parts of a section header that differ between ours.
struct SectionParams {
    std::uint32_t type = elf::section_progbits;
    std::uint64_t flags = 0;
    std::uint64_t address = 0;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint32_t link = 0;
    std::uint32_t info = 0;
    std::uint64_t align = 1;
    std::uint64_t entsize = 0;
};

elf::SectionHeader header_of(const SectionParams& p) {
    return {0, p.type, p.flags, p.address, p.offset, p.size, p.link, p.info, p.align, p.entsize};
}

elf::ProgramHeader load(std::uint32_t flags, std::uint64_t offset, std::uint64_t address,
                        std::uint64_t size) {
    return {elf::segment_load, flags, offset, address, address, size, size, 8};
}

/// One file in the making.
class Emitter {
  public:
    Emitter(const Image& image, const DebugParts* debug)
        : image_(image),
          geometry_(image.geometry),
          debug_(debug),
          v3_(sbpf::strict_elf(image.version)),
          file_(image.geometry.headers) {}

    Bytes run() {
        if (v3_) {
            write_segments();
        } else {
            write_sections();
            if (!image_.sites.empty()) write_dynamic();
        }
        if (debug_ != nullptr) {
            write_symbols();
            for (const auto& section : debug_->sections) {
                const auto offset = file_.append(section.data, 1);
                file_.add_section(section.name,
                                  header_of({.offset = offset, .size = section.data.size()}));
            }
        }
        return std::move(file_).finish(section_address(geometry_.text_address) + image_.entry,
                                       static_cast<std::uint32_t>(image_.version));
    }

  private:
    // Before v3 sections have their file offsets as addresses; the loader adds the region's start.
    std::uint64_t section_address(std::uint64_t address) const {
        return v3_ ? address : address - sbpf::program_start;
    }
    void write_segments();
    void write_sections();
    void write_dynamic();
    void write_symbols();
    void add_text_section();
    void add_rodata_section();

    const Image& image_;
    const Geometry& geometry_;
    const DebugParts* debug_;
    bool v3_;
    ElfWriter file_;
    std::uint32_t text_section_ = 0;
};

void Emitter::add_text_section() {
    text_section_ = file_.add_section(
        ".text", header_of({.flags = elf::section_flag_alloc | elf::section_flag_execute,
                            .address = section_address(geometry_.text_address),
                            .offset = geometry_.text_offset,
                            .size = image_.text.size(),
                            .align = 8}));
}

void Emitter::add_rodata_section() {
    file_.add_section(".rodata", header_of({.flags = elf::section_flag_alloc,
                                            .address = section_address(geometry_.rodata_address),
                                            .offset = geometry_.rodata_offset,
                                            .size = image_.rodata.size(),
                                            .align = 8}));
}

// v3 (SIMD-0189): rodata if there is any, then text, back to back; sections only for debuggers.
void Emitter::write_segments() {
    if (!image_.rodata.empty()) {
        file_.append(image_.rodata, 8);
        file_.add_segment(load(elf::flag_read, geometry_.rodata_offset, geometry_.rodata_address,
                               image_.rodata.size()));
        if (debug_ != nullptr) add_rodata_section();
    }
    file_.append(image_.text, 8);
    file_.add_segment(
        load(elf::flag_execute, geometry_.text_offset, geometry_.text_address, image_.text.size()));
    if (debug_ != nullptr) add_text_section();
}

void Emitter::write_sections() {
    file_.append(image_.text, 8);
    add_text_section();
    if (!image_.rodata.empty()) {
        const auto gap = geometry_.rodata_offset - file_.size();
        file_.append(Bytes(gap), 1);
        file_.append(image_.rodata, 1);
        add_rodata_section();
    }
    file_.add_segment(load(elf::flag_read | elf::flag_execute, geometry_.text_offset,
                           geometry_.text_offset, file_.size() - geometry_.text_offset));
}

// What the loader needs to find the names of syscalls, and no more.
void Emitter::write_dynamic() {
    NameTable names;
    std::vector<elf::Symbol> symbols(1);
    for (const auto name : image_.syscalls) {
        symbols.push_back({names.add(name), elf::binding_global << 4, 0, 0, 0, 0});
    }
    std::vector<elf::Relocation> relocations;
    for (const auto& site : image_.sites) {
        const auto at = std::lower_bound(image_.syscalls.begin(), image_.syscalls.end(), site.name);
        const auto symbol = static_cast<std::uint64_t>(at - image_.syscalls.begin()) + 1;
        relocations.push_back(
            {geometry_.text_offset + site.offset, symbol << 32 | elf::relocation_64_32});
    }
    std::vector<elf::Dynamic> dynamic(7);
    const auto dynamic_size = dynamic.size() * sizeof(elf::Dynamic);
    const auto dynamic_at = file_.append(bytes_of(dynamic), 8);
    const auto symbols_at = file_.append(bytes_of(symbols), 8);
    const auto names_at = file_.append(names.bytes(), 1);
    const auto relocations_at = file_.append(bytes_of(relocations), 8);
    const auto relocations_size = bytes_of(relocations).size();
    dynamic = {{elf::tag_rel, relocations_at},
               {elf::tag_relsz, relocations_size},
               {elf::tag_relent, sizeof(elf::Relocation)},
               {elf::tag_symtab, symbols_at},
               {elf::tag_syment, sizeof(elf::Symbol)},
               {elf::tag_strtab, names_at},
               {elf::tag_null, 0}};
    file_.overwrite(dynamic_at, bytes_of(dynamic));

    const auto first = file_.next_section();
    file_.add_section(".dynamic",
                      header_of({.type = elf::section_dynamic,
                                 .flags = elf::section_flag_alloc | elf::section_flag_write,
                                 .address = dynamic_at,
                                 .offset = dynamic_at,
                                 .size = dynamic_size,
                                 .link = first + 2,
                                 .align = 8,
                                 .entsize = sizeof(elf::Dynamic)}));
    file_.add_section(".dynsym", header_of({.type = elf::section_dynsym,
                                            .flags = elf::section_flag_alloc,
                                            .address = symbols_at,
                                            .offset = symbols_at,
                                            .size = bytes_of(symbols).size(),
                                            .link = first + 2,
                                            .info = 1,
                                            .align = 8,
                                            .entsize = sizeof(elf::Symbol)}));
    file_.add_section(".dynstr", header_of({.type = elf::section_strtab,
                                            .flags = elf::section_flag_alloc,
                                            .address = names_at,
                                            .offset = names_at,
                                            .size = names.bytes().size()}));
    file_.add_section(".rel.dyn", header_of({.type = elf::section_rel,
                                             .flags = elf::section_flag_alloc,
                                             .address = relocations_at,
                                             .offset = relocations_at,
                                             .size = relocations_size,
                                             .link = first + 1,
                                             .align = 8,
                                             .entsize = sizeof(elf::Relocation)}));
    file_.add_segment(load(elf::flag_read, symbols_at, symbols_at,
                           relocations_at + relocations_size - symbols_at));
    file_.add_segment({elf::segment_dynamic, elf::flag_read | 2, dynamic_at, dynamic_at, dynamic_at,
                       dynamic_size, dynamic_size, 8});
}

void Emitter::write_symbols() {
    NameTable names;
    std::vector<elf::Symbol> symbols(1);
    const auto start = section_address(geometry_.text_address);
    for (const auto& function : debug_->functions) {
        symbols.push_back(
            {names.add(function.name), elf::binding_global << 4 | elf::symbol_type_function, 0,
             static_cast<std::uint16_t>(text_section_), start + function.offset, function.size});
    }
    const auto symbols_at = file_.append(bytes_of(symbols), 8);
    const auto names_at = file_.append(names.bytes(), 1);
    const auto first = file_.next_section();
    file_.add_section(".symtab", header_of({.type = elf::section_symtab,
                                            .offset = symbols_at,
                                            .size = bytes_of(symbols).size(),
                                            .link = first + 1,
                                            .info = 1,
                                            .align = 8,
                                            .entsize = sizeof(elf::Symbol)}));
    file_.add_section(
        ".strtab",
        header_of({.type = elf::section_strtab, .offset = names_at, .size = names.bytes().size()}));
}

}  // namespace

Bytes write_program(const Image& image) { return Emitter(image, nullptr).run(); }

Bytes write_debug(const Image& image, const DebugParts& parts) {
    return Emitter(image, &parts).run();
}

}  // namespace orrery::link

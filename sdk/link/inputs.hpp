#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/sbpf/elf.hpp"
#include "sdk/types/bytes.hpp"

namespace orrery::link {

/// A place in an object's section that depends on a symbol. Its width is inside the section.
struct Relocation {
    std::uint64_t offset = 0;
    std::uint32_t type = 0;
    std::uint32_t symbol = 0;  ///< index in Inputs::symbols
};

/// What becomes of a section.
enum class SectionKind : std::uint8_t {
    text,
    rodata,       ///< data that is never written, but for its relocations
    writable,     ///< data that programs can't have
    initialiser,  ///< lists of functions to run before the program
    debug,        ///< DWARF
    other,        ///< nothing: tables of the object file, notes, BTF
};

struct Section {
    std::uint32_t object = 0;  ///< index in Inputs::objects
    std::string_view name;
    SectionKind kind = SectionKind::other;
    std::uint64_t flags = 0;
    std::uint64_t align = 1;  ///< a power of two, 4096 at most
    std::uint64_t entsize = 0;
    std::uint64_t size = 0;
    ByteSpan data;                        ///< `size` bytes; empty for one that has none in the file
    std::vector<Relocation> relocations;  ///< by ascending offset

    bool has(std::uint64_t flag) const { return (flags & flag) != 0; }
};

enum class Home : std::uint8_t { undefined, section, absolute, common };

struct Symbol {
    std::uint32_t object = 0;
    std::string_view name;
    std::uint8_t type = 0;
    std::uint8_t binding = 0;
    Home home = Home::undefined;
    std::uint32_t section = 0;  ///< index in Inputs::sections, if that is its home
    std::uint64_t value = 0;    ///< offset in the section, not above its size
    std::uint64_t size = 0;

    bool is_global() const { return binding != sbpf::elf::binding_local; }
    bool is_section() const { return type == sbpf::elf::symbol_type_section; }
    bool is_function() const { return type == sbpf::elf::symbol_type_function; }
};

/// Sections that stand or fall together: of all groups with one signature the first is kept.
struct Group {
    std::string_view signature;
    std::vector<std::uint32_t> sections;
};

/// The contents of all objects of a link, numbered through. Names and data are borrowed from their
/// bytes.
struct Inputs {
    std::vector<std::string> objects;  ///< names
    std::vector<bool> libraries;       ///< which of them give way, ObjectFile::library
    std::vector<Section> sections;
    std::vector<Symbol> symbols;
    std::vector<Group> groups;
};

/// A byte of an input section.
struct Spot {
    std::uint32_t section = 0;
    std::uint64_t offset = 0;
    bool operator==(const Spot&) const = default;
};

/// What a relocation adds to its symbol, as it stands in the place itself.
std::int64_t addend(const Section& section, const Relocation& relocation);

/// The function, or else the section, that a spot lies in, with the offset there and, if known, the
/// line of the source: "entrypoint+0x18 (src/counter.c:17)".
std::string place_of(const Inputs& inputs, Spot spot);

}  // namespace orrery::link

#include <catch2/catch.hpp>

#include "sdk/link/link.hpp"
#include "sdk/sbpf/elf.hpp"
#include "tests/unit/sdk/link/machine.hpp"

namespace orrery::link {
using namespace test;

namespace {

struct Case {
    std::vector<std::string> objects;
    std::string messages;
};

const Case cases[] = {
    {{"mutable"},
     "mutable.o: the variable limit can be written, and programs have no memory that stays: make "
     "it const or constexpr, or keep it in an account\n"
     "mutable.o: the variable calls can be written, and programs have no memory that stays: make "
     "it const or constexpr, or keep it in an account"},
    {{"common"},
     "common.o: the variable calls can be written, and programs have no memory that stays: make it "
     "const or constexpr, or keep it in an account"},
    {{"initialiser"},
     "initialiser.o: a global of initialiser.cpp is initialised or destroyed at run time, but "
     "nothing runs before or after a program: make it constexpr or constinit"},
    {{"undefined"},
     "undefined.o: in entrypoint+0x20 (undefined.c:15): undefined symbol sol_lgo_; did you mean "
     "sol_log_?\n"
     "undefined.o: in entrypoint+0x28 (undefined.c:16): undefined symbol sol_unheard_of_thing; "
     "there is no such "
     "syscall\n"
     "undefined.o: in entrypoint+0x50 (undefined.c:17): undefined symbol memcpy; the compiler "
     "calls it: link the "
     "program SDK's runtime\n"
     "undefined.o: in entrypoint+0x58 (undefined.c:18): the syscall sol_alloc_free_ is for old "
     "programs; new ones "
     "can't call it\n"
     "undefined.o: in entrypoint+0xd0 (undefined.c:20): undefined symbol elsewhere\n"
     "undefined.o: in .rodata.table+0x0: the syscall sol_log_64_ can be called, but it has no "
     "address; wrap it in a function\n"
     "undefined.o: in .rodata.table+0x8: undefined symbol elsewhere_64"},
    {{"mangled"},
     "mangled.o: in entrypoint+0x18 (mangled.cpp:4): undefined symbol sol_log_(char const*, "
     "unsigned long); "
     "declare the syscall extern \"C\"\n"
     "mangled.o: in entrypoint+0x28 (mangled.cpp:5): undefined symbol operator new(unsigned long); "
     "there is no heap by default: use static sizes, an account's data, or Heap of "
     "<sol/heap.hpp>"},
    {{"first"},
     "first.o: in entrypoint+0x70 (first.cpp:10): undefined symbol helped(unsigned long)\n"
     "first.o: in entrypoint+0xa0 (first.cpp:10): undefined symbol make_shape(unsigned long)"},
    {{"noentry"},
     "there is no function entrypoint; define it: extern \"C\" uint64_t entrypoint(const uint8_t* "
     "input)"},
    {{},
     "there is no function entrypoint; define it: extern \"C\" uint64_t entrypoint(const "
     "uint8_t* input)"},
    {{"dataentry"}, "dataentry.o: entrypoint isn't a function"},
    {{"hello", "tables"}, "tables.o: duplicate symbol entrypoint: hello.o defines it, too"},
    {{"atomic"}, "atomic.o: in entrypoint+0x8: sBPF has no atomic instructions"},
    {{"by_wrong_hash"},
     "by_wrong_hash.o: in entrypoint+0x58 (by_hash.c:6): the call names no syscall: there is none "
     "with hash "
     "0x12345678"},
    {{"arithmetic32_v3"},
     "arithmetic32_v3.o: in entrypoint+0x10 (arithmetic32.c:2): 32-bit arithmetic has other "
     "results on sBPF than LLVM "
     "expects; compile with -mcpu=v2"},
    {{"jump32_v3"},
     "jump32_v3.o: in entrypoint+0x10 (jump32.c:2): 32-bit jumps aren't the same on every sBPF; "
     "compile with "
     "-mcpu=v2"},
    {{"signed_division_v4"},
     "signed_division_v4.o: in entrypoint+0x10 (signed_division.c:2): sBPF has no signed division "
     "and no moves that "
     "extend the sign; compile with -mcpu=v2"},
    {{"x86"}, "x86.o: is for x86-64, not BPF; compile it with --target=bpf"},
};

std::string link_bytes(const Bytes& bytes) {
    const ObjectFile objects[] = {{"x.o", bytes}};
    return messages(link({.objects = objects}));
}

/// An object with the bytes of one plain structure changed.
template <class T, class Change>
Bytes altered(Bytes bytes, std::size_t offset, Change change) {
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    change(value);
    std::memcpy(bytes.data() + offset, &value, sizeof value);
    return bytes;
}

template <class Change>
Bytes with_header(Change change) {
    return altered<sbpf::elf::FileHeader>(object("hello"), 0, change);
}

/// With the headers of all sections of a type changed.
template <class Change>
Bytes with_sections(std::uint32_t type, Change change) {
    auto bytes = object("hello");
    sbpf::elf::FileHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    for (std::size_t i = 0; i < header.shnum; ++i) {
        const auto at = header.shoff + i * sizeof(sbpf::elf::SectionHeader);
        bytes = altered<sbpf::elf::SectionHeader>(std::move(bytes), at, [&](auto& section) {
            if (section.type == type) change(section);
        });
    }
    return bytes;
}

const std::string outside = "x.o: is cut off or damaged: a table or section lies outside the file";

}  // namespace

TEST_CASE("each mistake of a program has its message") {
    for (const auto& each : cases) {
        const auto linked = link_objects(each.objects);
        CHECK(messages(linked) == each.messages);
        const auto v0 =
            link_objects(each.objects, {.objects = {}, .version = sbpf::SbpfVersion::v0});
        CHECK(messages(v0) == each.messages);
    }
}

TEST_CASE("what isn't an object for BPF is refused by what it is") {
    const auto of_text = [](std::string_view text) {
        return link_bytes(Bytes(text.begin(), text.end()));
    };
    CHECK(of_text("") == "x.o: isn't an object file");
    CHECK(of_text("int main() {}") == "x.o: isn't an object file");
    CHECK(of_text("!<arch>\nhello.o/") == "x.o: is an archive; give the objects in it");
    CHECK(of_text("BC\xC0\xDE") == "x.o: is LLVM bitcode, not an object; compile it without -flto");
    CHECK(link_bytes(with_header([](auto& h) { h.machine = 183; })) ==
          "x.o: is for AArch64, not BPF; compile it with --target=bpf");
    CHECK(link_bytes(with_header([](auto& h) { h.machine = 999; })) ==
          "x.o: is for machine 999, not BPF; compile it with --target=bpf");
    CHECK(link_bytes(with_header([](auto& h) { h.data = 2; })) ==
          "x.o: isn't a 64-bit little-endian object; compile it with --target=bpf");
    CHECK(link_bytes(with_header([](auto& h) { h.type = 3; })) ==
          "x.o: isn't a relocatable object: has it been linked already?");
}

TEST_CASE("a damaged object is refused by what is damaged") {
    using namespace sbpf::elf;
    CHECK(link_bytes(with_header([](auto& h) { h.shoff = ~std::uint64_t{0} - 8; })) == outside);
    CHECK(link_bytes(with_header([](auto& h) { h.shnum = 0; })) == outside);
    CHECK(link_bytes(with_header([](auto& h) { h.shstrndx = 4000; })) == outside);
    CHECK(link_bytes(with_sections(section_progbits, [](auto& s) { s.size = 1 << 30; })) ==
          outside);
    CHECK(link_bytes(with_sections(section_strtab, [](auto& s) { s.size = 3; })) == outside);
    CHECK(link_bytes(with_sections(section_symtab, [](auto& s) { s.link = 4000; })) == outside);
    CHECK(link_bytes(with_sections(section_rel, [](auto& s) { s.info = 4000; })) == outside);
    CHECK(link_bytes(with_sections(section_progbits, [](auto& s) { s.addralign = 1 << 20; })) ==
          "x.o: section .text wants an alignment of 1048576 bytes; at most 4096 are possible");
    CHECK(link_bytes(with_sections(section_rel, [](auto& s) { s.type = section_rela; })) ==
          "x.o: has relocations with addends, which BPF objects don't have");
    CHECK(link_bytes(with_sections(section_symtab, [](auto& s) { s.size = sizeof(Symbol); })) ==
          "x.o: is damaged: a relocation of .text.entrypoint lies outside it or has no symbol");
    CHECK(link_bytes(with_sections(section_progbits, [](auto& s) {
              s.offset = 0;
              s.size = 2000;
          })) == "x.o: is damaged: its sections overlap");
}

TEST_CASE("an object cut off anywhere is refused") {
    const auto whole = object("tables");
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        const auto text = link_bytes(cut);
        INFO(size);
        CHECK((text == outside || text == "x.o: isn't an object file"));
    }
}

TEST_CASE("compressed DWARF is refused only where it is wanted") {
    CHECK(messages(link_objects({"compressed"})) == "linked");
    CHECK(messages(link_objects({"compressed"}, {.objects = {}, .debug = true})) ==
          "compressed.o: has compressed debug sections; compile without -gz");
}

TEST_CASE("an unknown relocation is refused by its type and place") {
    const auto retyped = [](std::uint32_t type) {
        auto bytes = object("hello");
        sbpf::elf::SectionHeader rel{};
        with_sections(sbpf::elf::section_rel, [&](auto& s) {
            if (rel.size == 0) rel = s;
        });
        return link_bytes(altered<sbpf::elf::Relocation>(
            std::move(bytes), rel.offset, [type](auto& r) { r.info = r.info >> 32 << 32 | type; }));
    };
    CHECK(retyped(77) == "x.o: in entrypoint+0x0 (hello.c:6): unknown relocation: type 77 on lddw");
    CHECK(retyped(10) == "x.o: in entrypoint+0x0 (hello.c:6): unknown relocation: type 10 on lddw");
}

}  // namespace orrery::link

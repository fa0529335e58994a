#include "sdk/sbpf/elf.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <random>

#include "sdk/sbpf/hash.hpp"
#include "tests/unit/devnet/svm/vm/machine.hpp"

namespace orrery::vm::test {
namespace {

namespace elf = sbpf::elf;
using sbpf::SbpfVersion;
constexpr auto v0 = SbpfVersion::v0;
constexpr auto v3 = SbpfVersion::v3;

constexpr auto bad_header = "Failed to parse ELF file: invalid file header";
constexpr auto bad_segment = "Invalid ELF program header";
constexpr auto bounds = "Offset or value is out of bounds";
constexpr auto overlap = "Failed to parse ELF file: values overlap";
constexpr auto bad_section = "Failed to parse ELF file: invalid section header";
constexpr auto not_enabled =
    "Detected sbpf_version required by the executable which are not enabled";

template <class T>
T& at(Bytes& file, std::size_t offset) {
    REQUIRE(offset + sizeof(T) <= file.size());
    return *reinterpret_cast<T*>(file.data() + offset);
}

elf::FileHeader& header(Bytes& file) { return at<elf::FileHeader>(file, 0); }
elf::ProgramHeader& segment(Bytes& file, std::size_t index) {
    return at<elf::ProgramHeader>(file,
                                  sizeof(elf::FileHeader) + index * sizeof(elf::ProgramHeader));
}
elf::SectionHeader& section(LenientElf& file, std::size_t index) {
    return at<elf::SectionHeader>(file.bytes, file.sections + index * sizeof(elf::SectionHeader));
}

Bytes good_strict() { return build(v3, "mov64 r0, 1; exit", {.rodata = Bytes(16)}); }
LenientElf good_lenient() {
    return lenient_elf(v0, assemble(v0, "call record; mov64 r0, 1; exit"), {.rodata = Bytes(16)});
}

struct StrictCase {
    const char* what;
    std::function<void(Bytes&)> damage;
    std::string expected;
};
struct LenientCase {
    const char* what;
    std::function<void(LenientElf&)> damage;
    std::string expected;
    bool strict_deploy = false;
};

}  // namespace

TEST_CASE("the strict loader takes well-formed files and refuses all else") {
    const StrictCase cases[] = {
        {"nothing", [](Bytes&) {}, "loaded"},
        {"trailing bytes", [](Bytes& f) { f.resize(f.size() + 5); }, "loaded"},
        {"any e_type", [](Bytes& f) { header(f).type = 77; }, "loaded"},
        {"section header fields", [](Bytes& f) { header(f).shnum = 9; }, "loaded"},
        {"51 bytes", [](Bytes& f) { f.resize(51); }, bounds},
        {"63 bytes", [](Bytes& f) { f.resize(63); }, bounds},
        {"magic", [](Bytes& f) { f[0] = 0; }, bad_header},
        {"class", [](Bytes& f) { header(f).file_class = 1; }, bad_header},
        {"endianness", [](Bytes& f) { header(f).data = 2; }, bad_header},
        {"ident version", [](Bytes& f) { header(f).ident_version = 0; }, bad_header},
        {"OS ABI", [](Bytes& f) { header(f).os_abi = 3; }, bad_header},
        {"ABI version", [](Bytes& f) { header(f).abi_version = 1; }, bad_header},
        {"padding", [](Bytes& f) { header(f).padding[6] = 1; }, bad_header},
        {"machine 263", [](Bytes& f) { header(f).machine = 263; }, bad_header},
        {"version", [](Bytes& f) { header(f).version = 2; }, bad_header},
        {"phoff", [](Bytes& f) { header(f).phoff = 72; }, bad_header},
        {"ehsize", [](Bytes& f) { header(f).ehsize = 63; }, bad_header},
        {"phentsize", [](Bytes& f) { header(f).phentsize = 55; }, bad_header},
        {"no segments", [](Bytes& f) { header(f).phnum = 0; }, bad_header},
        {"more segments than file", [](Bytes& f) { header(f).phnum = 9; }, bad_header},
        {"rodata without text", [](Bytes& f) { header(f).phnum = 1; }, bad_header},
        {"segment type", [](Bytes& f) { segment(f, 0).type = 2; }, bad_segment},
        {"text flags", [](Bytes& f) { segment(f, 1).flags = 5; }, bad_segment},
        {"rodata flags", [](Bytes& f) { segment(f, 0).flags = 6; }, bad_segment},
        {"offset", [](Bytes& f) { segment(f, 1).offset += 8; }, bad_segment},
        {"vaddr", [](Bytes& f) { segment(f, 0).vaddr = 8; }, bad_segment},
        {"paddr", [](Bytes& f) { segment(f, 1).paddr = 0; }, bad_segment},
        {"memsz", [](Bytes& f) { segment(f, 1).memsz += 8; }, bad_segment},
        {"size beyond file", [](Bytes& f) { segment(f, 1).memsz = segment(f, 1).filesz = 1 << 20; },
         bad_segment},
        {"huge size", [](Bytes& f) { segment(f, 0).memsz = segment(f, 0).filesz = UINT64_MAX - 7; },
         bad_segment},
        {"size not of instructions",
         [](Bytes& f) { segment(f, 1).memsz = segment(f, 1).filesz = 12; }, bad_segment},
        {"entry before the text", [](Bytes& f) { header(f).entry = 0; }, bad_header},
        {"entry behind the text", [](Bytes& f) { header(f).entry += 16; }, bad_header},
        {"unaligned entry", [](Bytes& f) { header(f).entry += 4; }, bad_header},
        {"huge entry", [](Bytes& f) { header(f).entry = UINT64_MAX; }, bad_header},
        {"version 4", [](Bytes& f) { header(f).flags = 4; }, not_enabled},
        {"version 5", [](Bytes& f) { header(f).flags = 5; }, not_enabled},
    };
    for (const auto& c : cases) {
        auto file = good_strict();
        c.damage(file);
        INFO(c.what);
        CHECK(load_error(file) == c.expected);
    }
}

TEST_CASE("versions load only when enabled") {
    const auto file = build(v0, "exit");
    LoadOptions options{.syscalls = test_syscalls(), .v0 = false};
    CHECK(Program::load(file, options).error().message == not_enabled);
    options.v0 = true;
    CHECK(Program::load(file, options));
    CHECK(Program::load(build(SbpfVersion::v2, "exit"), options).error().message == not_enabled);
}

TEST_CASE("the lenient loader refuses what sbpf refuses, in its words") {
    const LenientCase cases[] = {
        {"nothing", [](LenientElf&) {}, "loaded"},
        {"nothing, to be deployed", [](LenientElf&) {}, "loaded", true},
        {"machine 263", [](LenientElf& f) { header(f.bytes).machine = 263; }, "loaded"},
        {"63 bytes", [](LenientElf& f) { f.bytes.resize(63); }, bounds},
        {"magic", [](LenientElf& f) { f.bytes[1] = 0; }, bad_header},
        {"class", [](LenientElf& f) { header(f.bytes).file_class = 1; }, bad_header},
        {"shentsize", [](LenientElf& f) { header(f.bytes).shentsize = 1; }, bad_header},
        {"shstrndx", [](LenientElf& f) { header(f.bytes).shstrndx = 8; }, bad_header},
        {"no names", [](LenientElf& f) { header(f.bytes).shstrndx = 0; },
         "Failed to parse ELF file: no section name string table found"},
        {"OS ABI", [](LenientElf& f) { header(f.bytes).os_abi = 1; },
         "Incompatible ELF: wrong ABI"},
        {"machine", [](LenientElf& f) { header(f.bytes).machine = 62; },
         "Incompatible ELF: wrong machine"},
        {"type", [](LenientElf& f) { header(f.bytes).type = 2; }, "Incompatible ELF: wrong type"},
        {"segments over the header", [](LenientElf& f) { header(f.bytes).phoff = 8; }, overlap},
        {"segments beyond the file",
         [](LenientElf& f) {
             header(f.bytes).phoff = 1 << 20;
             header(f.bytes).phnum = 1;
         },
         bounds},
        {"segments beyond all",
         [](LenientElf& f) {
             header(f.bytes).phoff = UINT64_MAX - 7;
             header(f.bytes).phnum = 1;
         },
         bounds},
        {"sections beyond the file", [](LenientElf& f) { header(f.bytes).shoff += 64; }, bounds},
        {"unaligned sections",
         [](LenientElf& f) {
             f.bytes.resize(f.bytes.size() + 8);
             header(f.bytes).shoff += 4;
         },
         "Failed to parse ELF file: invalid alignment"},
        {"first section", [](LenientElf& f) { section(f, 0).type = 1; }, bad_section},
        {"sections overlap", [](LenientElf& f) { section(f, 1).offset = 8; }, overlap},
        {"section order", [](LenientElf& f) { section(f, 2).offset -= 8; },
         "Failed to parse ELF file: sections not in ascending order"},
        {"section beyond the file", [](LenientElf& f) { section(f, 7).size = 1 << 20; }, overlap},
        {"section size overflows", [](LenientElf& f) { section(f, 7).size = UINT64_MAX; }, bounds},
        {"name too long",
         [](LenientElf& f) {
             std::fill_n(f.bytes.begin() + static_cast<std::ptrdiff_t>(section(f, 7).offset),
                         section(f, 7).size, std::uint8_t{'x'});
         },
         "Failed to parse ELF file: Section or symbol name `xxxxxxxxxxxxxxxx` is longer than `16` "
         "bytes"},
        {"name beyond the table", [](LenientElf& f) { section(f, 1).name = 1000; }, bounds},
        {"names in a section that holds none", [](LenientElf& f) { section(f, 7).type = 1; },
         bad_section},
        {"no text", [](LenientElf& f) { section(f, 1).name = section(f, 2).name; },
         "Multiple or no text sections, consider removing llc option: -function-sections"},
        {"two texts", [](LenientElf& f) { section(f, 2).name = section(f, 1).name; },
         "Multiple or no text sections, consider removing llc option: -function-sections"},
        {"entry outside", [](LenientElf& f) { header(f.bytes).entry = 0; },
         "Entrypoint out of bounds"},
        {"entry between instructions", [](LenientElf& f) { header(f.bytes).entry += 4; },
         "Invalid entrypoint"},
        {"unknown relocation",
         [](LenientElf& f) {
             at<elf::Relocation>(f.bytes, f.relocations).info = std::uint64_t{1} << 32 | 2;
         },
         "Relocation failed, unknown type 2"},
        {"relocation without a symbol",
         [](LenientElf& f) {
             at<elf::Relocation>(f.bytes, f.relocations).info = std::uint64_t{9} << 32 | 10;
         },
         "Unknown symbol with index 9"},
        {"symbol without a name",
         [](LenientElf& f) {
             at<elf::Symbol>(f.bytes, f.symbols + sizeof(elf::Symbol)).name = 5000;
         },
         "Unknown symbol with index 5000"},
        {"relocation outside",
         [](LenientElf& f) { at<elf::Relocation>(f.bytes, f.relocations).offset = UINT64_MAX; },
         bounds},
        {"lddw of nothing",
         [](LenientElf& f) {
             at<elf::Relocation>(f.bytes, f.relocations) = {f.text, elf::relocation_relative};
             std::fill_n(f.bytes.begin() + static_cast<std::ptrdiff_t>(f.text), 16,
                         std::uint8_t{0});
         },
         "Relocation failed, invalid referenced virtual address 0x0"},
        {"function outside the text",
         [](LenientElf& f) {
             auto& symbol = at<elf::Symbol>(f.bytes, f.symbols + sizeof(elf::Symbol));
             symbol.info = 0x12;
             symbol.value = 8;
         },
         bounds},
        {"call out of the text",
         [](LenientElf& f) { at<std::uint32_t>(f.bytes, f.text + 4) = 100; },
         "Relative jump out of bounds at instruction #0"},
        {"text and rodata misplaced",
         [](LenientElf& f) {
             section(f, 1).addr += 8;
             section(f, 2).addr += 8;
             header(f.bytes).entry += 8;
         },
         "loaded"},
        {"text where rodata overwrites it",
         [](LenientElf& f) {
             section(f, 1).addr += 8;
             header(f.bytes).entry += 8;
         },
         "Verifier error: unknown eBPF opcode 0x0 (insn #2)"},
        {"text misplaced, to be deployed",
         [](LenientElf& f) {
             section(f, 1).addr += 8;
             header(f.bytes).entry += 8;
         },
         bounds, true},
        {"rodata misplaced", [](LenientElf& f) { section(f, 2).addr += 8; }, "loaded"},
        {"rodata misplaced, to be deployed", [](LenientElf& f) { section(f, 2).addr += 8; }, bounds,
         true},
        {"rodata beyond the file", [](LenientElf& f) { section(f, 2).addr = 1 << 20; }, bounds},
        {"rodata beyond the region", [](LenientElf& f) { section(f, 2).addr = UINT64_MAX - 8; },
         bounds},
        {"text beyond the region",
         [](LenientElf& f) {
             section(f, 1).addr = std::uint64_t{1} << 32;
             header(f.bytes).entry = std::uint64_t{1} << 32;
         },
         bounds},
    };
    for (const auto& c : cases) {
        auto file = good_lenient();
        c.damage(file);
        INFO(c.what);
        CHECK(load_error(file.bytes, c.strict_deploy) == c.expected);
    }
}

TEST_CASE("sections that would be writable or zero-filled are refused by name") {
    auto file = good_lenient();
    auto& names = section(file, 7);
    const auto rename = [&](std::size_t index, std::string_view name) {
        std::copy(name.begin(), name.end(),
                  file.bytes.begin() +
                      static_cast<std::ptrdiff_t>(names.offset + section(file, index).name));
    };
    rename(5, ".bss.x");  // .rel.dyn
    CHECK(load_error(file.bytes) ==
          "Found writable section (.bss.xyn) in ELF, read-write data not supported");
    rename(5,
           ".data\xff"
           "dy");
    section(file, 5).flags = 2;
    CHECK(load_error(file.bytes) == "loaded");
    section(file, 5).flags = 3;
    CHECK(load_error(file.bytes) ==
          "Found writable section (.data\xef\xbf\xbd"
          "dy) in ELF, read-write data not supported");
}

TEST_CASE("only a deployment resolves syscalls, and some are no longer deployable") {
    const auto unknown = lenient_elf(v0, assemble(v0, "mov64 r0, 0; call sol_unknown; exit"));
    CHECK(load_error(unknown.bytes) == "loaded");
    CHECK(load_error(unknown.bytes, true) ==
          "Unresolved symbol (sol_unknown) at instruction #9 (ELF file offset 0x48)");
    const auto old = lenient_elf(v0, assemble(v0, "call old; exit"));
    CHECK(load_error(old.bytes) == "loaded");
    CHECK(load_error(old.bytes, true) ==
          "Unresolved symbol (old) at instruction #8 (ELF file offset 0x40)");
    CHECK(load_error(build(v3, "call sol_unknown; exit"), true) == "loaded");
}

TEST_CASE("a function must not have the key of a syscall") {
    // Nobody has to search for a preimage: entrypoint's key is that of its name.
    static const SyscallRegistry clashing(std::array{Syscall{"entrypoint", nullptr}});
    const auto loaded = Program::load(build(v0, "exit"), {.syscalls = clashing});
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().message == "Symbol hash collision 0x71e3cf81");
}

TEST_CASE("execution starts at e_entry") {
    for (const auto version : {v0, v3}) {
        CHECK(execute(version, "mov64 r0, 1; exit; mov64 r0, 2; exit", 10, {}, {.entry_pc = 2}) ==
              Outcome{"halt", 2, 2});
    }
}

TEST_CASE("relocations place lddw, data words and calls") {
    // One relocation of the test's own; what it does shows in what the program reads.
    const auto relocated = [](std::string_view source, std::uint64_t offset, std::uint64_t info,
                              const std::function<void(LenientElf&)>& prepare) {
        auto file = lenient_elf(v0, assemble(v0, source), {.rodata = Bytes(16)});
        at<elf::Relocation>(file.bytes, file.relocations) = {offset, info};
        prepare(file);
        const auto program = Program::load(file.bytes, {.syscalls = test_syscalls()});
        INFO(source);
        if (!program) FAIL(program.error().message);
        VmPool pool;
        auto state = pool.acquire({.program = *program, .meter = 100});
        RecordingHost host;
        const auto status = run(state, host);
        return describe(status, state, 100);
    };
    const auto symbol_1 = std::uint64_t{1} << 32;
    const auto text = sizeof(elf::FileHeader);
    // `call record` only makes the builder emit the tables; the relocation is replaced.
    CHECK(relocated("lddw r0, 0x60; exit; call record", text, elf::relocation_relative,
                    [](LenientElf&) {}) == Outcome{"halt", 0x100000060, 2});
    CHECK(relocated("lddw r0, 0x300000060; exit; call record", text, elf::relocation_relative,
                    [](LenientElf&) {}) == Outcome{"halt", 0x300000060, 2});
    CHECK(relocated("lddw r0, 5; exit; call record", text, symbol_1 | elf::relocation_64_64,
                    [](LenientElf& f) {
                        at<elf::Symbol>(f.bytes, f.symbols + sizeof(elf::Symbol)).value = 0x70;
                    }) == Outcome{"halt", 0x100000075, 2});
    // A data word: the low half stands in the upper four bytes, where an immediate would.
    CHECK(relocated("lddw r1, 0x100000060; ldxdw r0, [r1+0]; exit; call record", 0x60 + 8 - 8,
                    elf::relocation_relative, [](LenientElf& f) {
                        REQUIRE(f.rodata == 0x68);
                        at<elf::Relocation>(f.bytes, f.relocations).offset = f.rodata;
                        at<std::uint32_t>(f.bytes, f.rodata + 4) = 0x1234;
                        at<std::uint32_t>(f.bytes, f.text + 4) = 0x68;
                    }) == Outcome{"halt", 0x100001234, 3});
    CHECK(relocated("call record; exit; mov64 r0, 8; exit", text, symbol_1 | elf::relocation_64_32,
                    [](LenientElf& f) {
                        auto& symbol = at<elf::Symbol>(f.bytes, f.symbols + sizeof(elf::Symbol));
                        symbol.info = 0x12;
                        symbol.value = f.text + 16;
                    }) == Outcome{"halt", 8, 4});
}

TEST_CASE("no truncation and no flipped byte of a file upsets the loaders") {
    std::mt19937 random(11);
    for (const auto& file : {good_strict(), good_lenient().bytes}) {
        for (std::size_t size = 0; size < file.size(); ++size) {
            CHECK_FALSE(load_error(ByteSpan(file).first(size)).empty());
        }
        for (int i = 0; i < 20'000; ++i) {
            auto damaged = file;
            for (int flips = 0; flips < 1 + i % 4; ++flips) {
                damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
            }
            REQUIRE_FALSE(load_error(damaged, i % 2 == 0).empty());
        }
    }
}

}  // namespace orrery::vm::test

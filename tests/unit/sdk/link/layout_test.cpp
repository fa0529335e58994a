#include "sdk/link/layout.hpp"

#include <catch2/catch.hpp>
#include <utility>

#include "sdk/sbpf/hash.hpp"
#include "sdk/sbpf/isa.hpp"

namespace orrery::link {
namespace {

namespace elf = sbpf::elf;

Bytes code(std::uint64_t slots) {
    Bytes out(slots * sbpf::instruction_size);
    for (std::size_t at = 0; at < out.size(); at += sbpf::instruction_size) {
        sbpf::write_instruction({.opcode = sbpf::info(sbpf::Opcode::exit).byte}, out.data() + at);
    }
    return out;
}

Section text_section(const Bytes& data) {
    Section out;
    out.name = ".text";
    out.kind = SectionKind::text;
    out.size = data.size();
    out.data = data;
    return out;
}

Symbol function(std::uint32_t section, std::uint64_t pc) {
    Symbol out;
    out.type = elf::symbol_type_function;
    out.home = Home::section;
    out.section = section;
    out.value = pc * sbpf::instruction_size;
    return out;
}

Section strings(std::string_view text) {
    Section out;
    out.kind = SectionKind::rodata;
    out.flags = elf::section_flag_merge | elf::section_flag_strings;
    out.entsize = 1;
    out.size = text.size();
    out.data = as_bytes(text);
    return out;
}

}  // namespace

TEST_CASE("before v3 functions are moved off places where they would have the key of a syscall") {
    // The entry's section calls a function in itself and one that starts right behind it.
    constexpr std::uint64_t size = 10;
    auto first = code(size);
    const auto second = code(1);
    for (const std::uint64_t slot : {0, 1}) {
        sbpf::write_instruction(
            {.opcode = sbpf::info(sbpf::Opcode::call).byte, .src = 1, .imm = -1},
            first.data() + slot * sbpf::instruction_size);
    }
    Inputs inputs;
    inputs.objects = {"a.o"};
    inputs.sections = {text_section(first), text_section(second)};
    inputs.symbols = {function(0, 0), function(0, 5), function(1, 0)};
    inputs.sections[0].relocations = {{0, elf::relocation_64_32, 1}, {8, elf::relocation_64_32, 2}};
    LinkErrors errors;
    const auto resolution = Resolution::of(inputs, errors);
    const Live live(inputs.sections.size(), true);
    const auto place = [&](sbpf::SbpfVersion version, const ReservedKeys& reserved) {
        const auto layout =
            lay_out({inputs, resolution, live, inputs.symbols[0], version, reserved});
        REQUIRE(layout);
        return std::pair{*layout->offsets[0] / sbpf::instruction_size,
                         *layout->offsets[1] / sbpf::instruction_size};
    };
    using sbpf::function_key;
    using Places = std::pair<std::uint64_t, std::uint64_t>;
    const ReservedKeys both = {function_key(size), function_key(size + 1)};
    CHECK(place(sbpf::SbpfVersion::v0, reserved_keys()) == Places{0, size});
    CHECK(place(sbpf::SbpfVersion::v0, both) == Places{0, size + 2});
    CHECK(place(sbpf::SbpfVersion::v3, both) == Places{0, size});
    CHECK(place(sbpf::SbpfVersion::v0, {function_key(5)}) == Places{1, size + 1});
}

TEST_CASE("the keys of syscalls and of the entry point are reserved") {
    // Found by trying all positions: nothing that fits into an account comes near one.
    const auto at = [](std::uint64_t pc) {
        return find_collision({{7, 0}}, reserved_keys(), [pc](Spot) { return pc * 8; });
    };
    CHECK(at(6'623'663) == 7u);    // sol_memcmp_
    CHECK(at(184'599'424) == 7u);  // entrypoint
    CHECK(at(6'623'664) == std::nullopt);
}

TEST_CASE("strings are kept once, and only those in use") {
    const std::string a("one\0two\0three", 13);
    const std::string b("two\0four\0", 9);
    MergedStrings merged;
    merged.add(0, strings(a));
    merged.add(1, strings(b));
    CHECK(merged.use({0, 4}));
    CHECK(merged.use({0, 10}));  // inside "three", which lacks its end
    CHECK(merged.use({1, 0}));
    CHECK_FALSE(merged.use({0, 13}));
    CHECK_FALSE(merged.use({2, 0}));
    Bytes image(3);
    merged.place(image);
    CHECK(as_text(image).substr(3) == std::string_view("two\0three", 9));
    CHECK(merged.find({0, 4}) == 3u);
    CHECK(merged.find({1, 1}) == 4u);
    CHECK(merged.find({0, 10}) == 9u);
    CHECK(merged.find({0, 0}) == std::nullopt);
}

TEST_CASE("only plain strings of bytes are merged") {
    const std::string text("a\0", 2);
    CHECK(MergedStrings::can_merge(strings(text)));
    auto wide = strings(text);
    wide.entsize = 2;
    CHECK_FALSE(MergedStrings::can_merge(wide));
    auto placed = strings(text);
    placed.align = 8;
    CHECK_FALSE(MergedStrings::can_merge(placed));
}

}  // namespace orrery::link

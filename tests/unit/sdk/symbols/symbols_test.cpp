#include "sdk/symbols/symbols.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "devnet/svm/vm/program.hpp"
#include "sdk/sbpf/fingerprint.hpp"
#include "tests/unit/sdk/symbols/faulty_program.hpp"

namespace {

using namespace orrery;
using sbpf::SbpfVersion;
using symbols::SourceFrame;
using symbols::Symbols;

std::unique_ptr<const Symbols> open(const Bytes& elf) {
    auto opened = Symbols::open(elf);
    REQUIRE(opened);
    return std::move(*opened);
}

std::string text(const std::vector<SourceFrame>& frames) {
    std::string out;
    for (const auto& f : frames)
        out +=
            f.function + " " + f.file + ":" + std::to_string(f.line) + (f.inlined ? " in " : "\n");
    return out;
}

/// All that is known of a function's instructions, in their order.
std::string text_of_function(const link::Linked& linked, const Symbols& symbols,
                             std::string_view mangled) {
    std::string out;
    for (const auto& function : linked.functions)
        if (function.name.find(mangled) != std::string::npos)
            for (std::uint64_t at = 0; at < function.size; at += 8)
                out += text(symbols.at((function.offset + at) / 8));
    return out;
}

SbpfVersion any_version() { return GENERATE(SbpfVersion::v0, SbpfVersion::v3); }

TEST_CASE("names the lines of a C++ program, inlined calls first") {
    const auto linked = test::link_faulty("faulty.o", any_version());
    const auto symbols = open(linked.debug);
    CHECK(symbols->has_lines());
    CHECK_THAT(text_of_function(linked, *symbols, "sum"),
               Catch::Contains("number faulty.cpp:15 in sum<4> faulty.cpp:24\n") &&
                   Catch::Contains("number faulty.cpp:16 in sum<4> faulty.cpp:24\n") &&
                   Catch::EndsWith("sum<4> faulty.cpp:25\n"));
    // Nothing was inlined into these: they have a line table and a symbol only.
    CHECK_THAT(text_of_function(linked, *symbols, "peek"), Catch::Contains("peek faulty.cpp:33\n"));
    CHECK_THAT(text_of_function(linked, *symbols, "entrypoint"),
               Catch::Contains("entrypoint faulty.cpp:67\n"));
}

TEST_CASE("names the lines of a Rust program, its namespaces and the core library's") {
    const auto linked = test::link_faulty("faulty_rust.o", any_version());
    const auto symbols = open(linked.debug);
    CHECK(symbols->has_lines());
    CHECK_THAT(text_of_function(linked, *symbols, "Input3sum"),
               Catch::Contains("byte faulty.rs:33 in sum faulty.rs:40\n"));
    CHECK_THAT(text_of_function(linked, *symbols, "handle"),
               Catch::Contains("read_anywhere faulty.rs:48 in handle faulty.rs:55\n"));
    CHECK_THAT(text_of_function(linked, *symbols, "panic_bounds_check"),
               Catch::Contains("core::panicking::panic_bounds_check "));
}

TEST_CASE("names classes and namespaces where the compiler tells them, in DWARF 5 too") {
    const auto linked = test::link_faulty("faulty_full.o", any_version());
    const auto symbols = open(linked.debug);
    CHECK_THAT(
        text_of_function(linked, *symbols, "sum"),
        Catch::Contains("wire::Input::number faulty.cpp:15 in wire::sum<4> faulty.cpp:24\n"));
    CHECK_THAT(text_of_function(linked, *symbols, "peek"), Catch::Contains("peek faulty.cpp:33\n"));
}

TEST_CASE("knows the functions of a file that has no DWARF") {
    auto linked = test::link_faulty("faulty.o", any_version());
    // Section names are the file's last bytes but its section table: without this one no DWARF.
    std::string file(as_text(linked.debug));
    const auto at = file.rfind(".debug_info");
    REQUIRE(at != std::string::npos);
    file[at + 1] = 'x';
    const auto symbols = open(Bytes(file.begin(), file.end()));
    CHECK_FALSE(symbols->has_lines());
    CHECK_THAT(text_of_function(linked, *symbols, "peek"), Catch::StartsWith("peek :0\n"));
}

TEST_CASE("a stripped program tells of nothing") {
    const auto linked = test::link_faulty("faulty.o", any_version());
    const auto symbols = open(linked.so);
    CHECK_FALSE(symbols->has_lines());
    CHECK(symbols->at(0).empty());
}

TEST_CASE("nothing lies outside the text") {
    const auto symbols = open(test::link_faulty("faulty.o", any_version()).debug);
    CHECK(symbols->at(100'000).empty());
    CHECK(symbols->at(UINT64_MAX).empty());
    CHECK(symbols->at(UINT64_MAX / 8 + 1).empty());
}

TEST_CASE("the fingerprint is the same in the .so, the .debug and the loaded program") {
    const auto object = GENERATE("faulty.o", "faulty_rust.o");
    const auto linked = test::link_faulty(object, any_version());
    const vm::SyscallRegistry none({});
    const auto program = vm::Program::load(linked.so, {.syscalls = none});
    REQUIRE(program);
    const auto loaded = sbpf::text_fingerprint((*program)->text());
    CHECK(open(linked.so)->fingerprint() == loaded);
    CHECK(open(linked.debug)->fingerprint() == loaded);
}

TEST_CASE("the fingerprints of two builds differ") {
    const auto version = any_version();
    const auto ours = open(test::link_faulty("faulty.o", version).so);
    const auto other = open(test::link_faulty("faulty_rust.o", version).so);
    CHECK(ours->fingerprint() != other->fingerprint());

    Bytes text(80, 0xb7);
    const auto before = sbpf::text_fingerprint(text);
    for (const std::size_t changed : {0, 1, 2, 7, 72, 79}) {
        auto copy = text;
        copy[changed] ^= 1;
        CHECK(sbpf::text_fingerprint(copy) != before);
    }
    text.resize(72);
    CHECK(sbpf::text_fingerprint(text) != before);
}

TEST_CASE("says why a file is no use") {
    const auto why = [](const Bytes& bytes) {
        const auto opened = Symbols::open(bytes);
        return opened ? std::string() : opened.error();
    };
    const auto debug = test::link_faulty("faulty.o", SbpfVersion::v3).debug;
    CHECK(why({}) == "is no ELF file");
    CHECK(why(Bytes(100, 'x')) == "is no ELF file");
    auto changed = debug;
    changed[18] = 62;  // x86-64
    CHECK(why(changed) == "is no program for sBPF");
    changed = debug;
    changed[16] = 1;
    CHECK(why(changed) == "is an object file; link it to a program first");
    changed = debug;
    changed.resize(changed.size() - 1);
    CHECK(why(changed) == "has a damaged section table");
    CHECK(why(Bytes(Symbols::max_size + 1)) == "has more than 64 MiB");
}

TEST_CASE("damaged files are read without harm") {
    const auto* const object = GENERATE("faulty.o", "faulty_full.o", "faulty_rust.o");
    const auto linked = test::link_faulty(object, any_version());
    std::mt19937_64 random(7);
    for (int round = 0; round < 300; ++round) {
        auto bytes = linked.debug;
        for (int i = 0; i < 1 + round % 8; ++i)
            bytes[random() % bytes.size()] = Bytes::value_type(random());
        const auto opened = Symbols::open(std::move(bytes));
        if (!opened) continue;
        for (std::uint64_t pc = 0; pc < linked.text_size / 8; pc += 11)
            for (const auto& frame : (*opened)->at(pc)) REQUIRE(frame.function.size() <= 4096);
    }
}

}  // namespace

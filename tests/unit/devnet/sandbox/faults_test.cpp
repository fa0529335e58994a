#include <catch2/catch.hpp>
#include <fstream>

#include "devnet/sandbox/sandbox.hpp"
#include "tests/unit/devnet/sandbox/programs.hpp"
#include "tests/unit/sdk/symbols/faulty_program.hpp"

namespace orrery {
namespace {

using Catch::Contains;

/// A call in which the program reads what it must not.
Instruction peek(const Pubkey& program) { return {program, {}, {1}}; }

link::Linked faulty() { return test::link_faulty("faulty.o", sbpf::SbpfVersion::v3); }

std::string function_and_line(const FaultFrame& frame) {
    return frame.function + " " + frame.file + ":" + std::to_string(frame.line);
}

void write(const std::filesystem::path& path, const Bytes& bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

TEST_CASE("a fault shows functions and lines once the debug information is there") {
    Sandbox chain;
    const auto linked = faulty();
    const auto program = *chain.place_program(linked.so);
    const auto before = chain.send(peek(program));
    REQUIRE_FALSE(before.fault.empty());
    CHECK(before.fault.front().file.empty());
    CHECK(before.fault_note == "no debug information; deploy with the .debug beside the .so");
    CHECK_THAT(describe(before), Contains("\n  note: no debug information"));

    REQUIRE(chain.set_debug_info(program, linked.debug));
    const auto outcome = chain.send(peek(program));
    REQUIRE(outcome.fault.size() >= 2);
    CHECK(outcome.fault[0].program_id == program);
    CHECK(function_and_line(outcome.fault[0]) == "peek faulty.cpp:33");
    CHECK(function_and_line(outcome.fault[1]) == "handle faulty.cpp:52");
    CHECK(outcome.fault_note.empty());
    CHECK_THAT(expect_ok(outcome).text, Contains("\n    peek  faulty.cpp:33\n    handle  faulty"));
    CHECK(chain.simulate(peek(program)).fault == outcome.fault);
}

TEST_CASE("a program from a file brings the .debug beside it along") {
    const auto folder = std::filesystem::temp_directory_path() / "orrery-sandbox-faults";
    std::filesystem::create_directories(folder);
    const auto linked = faulty();
    write(folder / "faulty.so", linked.so);
    write(folder / "faulty.debug", linked.debug);
    Sandbox chain;
    const auto deployed = *chain.deploy(folder / "faulty.so");
    const auto placed = *chain.place_program(folder / "faulty.so");
    const auto upgraded = *chain.deploy(sandbox_test::returning(0));
    REQUIRE(chain.upgrade(upgraded, folder / "faulty.so"));
    std::filesystem::remove_all(folder);
    for (const auto& program : {deployed, placed, upgraded}) {
        const auto outcome = chain.send(peek(program));
        REQUIRE_FALSE(outcome.fault.empty());
        CHECK(function_and_line(outcome.fault[0]) == "peek faulty.cpp:33");
    }
}

TEST_CASE("a program that returns an error wasn't stopped anywhere") {
    Sandbox chain;
    const auto outcome = chain.send({*chain.place_program(sandbox_test::returning(6)), {}, {}});
    CHECK_FALSE(outcome.ok());
    CHECK(outcome.fault.empty());
}

TEST_CASE("bytes that are no debug information are refused") {
    Sandbox chain;
    const auto set = chain.set_debug_info(chain.payer().pubkey, Bytes(100, 1));
    REQUIRE_FALSE(set);
    CHECK(set.error().code == SandboxErrorCode::bad_program);
}

}  // namespace orrery

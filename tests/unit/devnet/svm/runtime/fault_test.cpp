// Where programs stood when one of them was stopped: what a trace shows and when there is one.

#include <catch2/catch.hpp>

#include "devnet/svm/vm/program.hpp"
#include "sdk/sbpf/fingerprint.hpp"
#include "sdk/symbols/symbols.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "tests/unit/devnet/svm/runtime/callers.hpp"
#include "tests/unit/devnet/svm/runtime/world.hpp"
#include "tests/unit/sdk/symbols/faulty_program.hpp"

namespace orrery::runtime::testing {
namespace {

const Pubkey subject = key(20);
const Pubkey caller = key(21);

/// The pcs of each stopped program: "14<-: 3 7 | 15<-: 16".
std::string shown(const svm::TxOutcome& outcome) {
    if (!outcome.fault) return "none";
    std::string out;
    for (const auto& program : outcome.fault->programs) {
        out += (out.empty() ? "" : " | ") + std::to_string(program.program_id.bytes[0]) + ":";
        for (const auto pc : program.pcs) out += " " + std::to_string(pc);
    }
    return out;
}

svm::TxOutcome run(const Bytes& elf, Bytes data = {}) {
    World world;
    world.put_program(subject, elf);
    return world.run({.instructions = {{subject, {}, std::move(data)}}});
}

svm::TxOutcome run_through_caller(const Bytes& elf) {
    World world;
    world.put_program(subject, elf);
    world.put_program(caller, calls_first_account());
    return world.run({.instructions = {{caller, {{subject, false, false}}, {}}}});
}

std::string frames(const svm::TxOutcome& outcome, const symbols::Symbols& symbols) {
    std::string out;
    for (const auto pc : outcome.fault->programs.at(0).pcs) {
        for (const auto& f : symbols.at(pc))
            out += f.function + ":" + std::to_string(f.line) + (f.inlined ? " in " : "");
        out += "; ";
    }
    return out;
}

TEST_CASE("a fault's trace has the faulting instruction and the calls that led there") {
    const auto outcome = run(program(R"(
        call @inner
        mov64 r0, 0
        exit
        inner:
        mov64 r1, 0
        call @deep
        exit
        deep:
        mov64 r2, 0
        ldxdw r0, [r1+0]
        exit
    )"));
    CHECK(shown(outcome) == "20: 7 4 0");
    const auto& stopped = outcome.fault->programs[0];
    CHECK(stopped.program_id == subject);
    CHECK(stopped.fingerprint != 0);
}

TEST_CASE("there is a trace for every way of being stopped") {
    CHECK(shown(run(program("mov64 r1, 0; mov64 r0, 1; div64 r0, r1; exit"))) == "20: 2");
    CHECK(shown(run(program("mov64 r1, 1; mov64 r1, 1; call abort; exit"))) == "20: 2");
    CHECK(shown(run(program("mov64 r1, 0; mov64 r2, 9; call sol_log_; exit"))) == "20: 2");
    CHECK(shown(run(program("mov64 r1, 0; here: ja here"))) == "20: 1");
    const auto deep = run(program("call @down; exit; down: call @down; exit"));
    REQUIRE(deep.fault);
    CHECK(deep.fault->programs[0].pcs.size() == 64);
    CHECK(deep.fault->programs[0].pcs.back() == 0);
}

TEST_CASE("a program that returns, with an error or without, was not stopped") {
    CHECK(shown(run(program("mov64 r0, 0; exit"))) == "none");
    CHECK(shown(run(program("mov64 r0, 7; exit"))) == "none");
    World world;
    const auto too_much =
        tx::system::transfer({.from = key(1), .to = key(2), .lamports = Lamports{1'000'000 * sol}});
    CHECK(shown(world.run({.instructions = {too_much}})) == "none");
}

// calls_first_account: lddw takes two slots, so its call is instruction 13.
TEST_CASE("a trace goes through calls of other programs") {
    CHECK(shown(run_through_caller(program("mov64 r3, 0; ldxdw r0, [r3+0]; exit"))) ==
          "20: 1 | 21: 13");
    CHECK(shown(run_through_caller(program("mov64 r3, 0; call abort; exit"))) == "20: 1 | 21: 13");
}

TEST_CASE("an error stops the program that had called") {
    CHECK(shown(run_through_caller(program("mov64 r0, 7; exit"))) == "21: 13");
    World world;
    world.put_program(caller, calls_first_account());
    CHECK(shown(world.run({.instructions = {{caller, {{key(99), false, false}}, {}}}})) ==
          "21: 13");
}

TEST_CASE("a trace isn't part of what an earlier or later transaction shows") {
    World world;
    world.put_program(subject, program("mov64 r3, 0; ldxdw r0, [r3+0]; exit"));
    CHECK(shown(world.run({.instructions = {{subject, {}, {}}}})) == "20: 1");
    CHECK(shown(world.run({.instructions = {}})) == "none");
}

TEST_CASE("traces of compiled programs lead to their lines") {
    const auto version = GENERATE(sbpf::SbpfVersion::v0, sbpf::SbpfVersion::v3);
    const auto linked = test::link_faulty("faulty.o", version);
    const auto symbols = symbols::Symbols::open(linked.debug);
    REQUIRE(symbols);
    const auto shown_for = [&](std::uint8_t how) {
        const auto outcome = run(linked.so, {how});
        REQUIRE(outcome.fault);
        CHECK(outcome.fault->programs[0].fingerprint == (*symbols)->fingerprint());
        return frames(outcome, **symbols);
    };
    CHECK(shown_for(0) == "number:15 in sum<4>:24; handle:50; entrypoint:67; ");
    CHECK(shown_for(1) == "peek:33; handle:52; entrypoint:67; ");
    CHECK_THAT(shown_for(2), Catch::StartsWith("spin:38; handle:54; "));
    CHECK_THAT(shown_for(3), Catch::StartsWith("dive:44; dive:44; "));
    CHECK(shown(run(linked.so, {4})) == "none");
}

TEST_CASE("traces of Rust programs lead to their lines") {
    const auto version = GENERATE(sbpf::SbpfVersion::v0, sbpf::SbpfVersion::v3);
    const auto linked = test::link_faulty("faulty_rust.o", version);
    const auto symbols = symbols::Symbols::open(linked.debug);
    REQUIRE(symbols);
    CHECK_THAT(frames(run(linked.so, {0}), **symbols),
               Catch::Contains("byte:33 in sum:40; ") && Catch::Contains("handle:54; "));
    CHECK_THAT(frames(run(linked.so, {1}), **symbols),
               Catch::Contains("read_anywhere:48 in handle:55; "));
}

}  // namespace
}  // namespace orrery::runtime::testing

// Programs in the runtime: what can run when (svm-runtime.md 8, D11, D12), what a result means
// (2.2), what running costs (2.3).

#include <algorithm>
#include <catch2/catch.hpp>

#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "tests/unit/devnet/svm/runtime/callers.hpp"
#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {
namespace {

const Pubkey subject = key(20);
const Pubkey caller = key(21);
const Bytes nop = program("mov64 r0, 0; exit");

svm::TxOutcome call(const World& world, const Pubkey& program) {
    return world.run({.instructions = {{program, {}, {}}}});
}

bool logged(const svm::TxOutcome& outcome, std::string_view line) {
    return std::find(outcome.logs.begin(), outcome.logs.end(), line) != outcome.logs.end();
}

/// What calling `subject` came to, as the runtime tells programs from those that can't run.
std::string_view verdict(const svm::TxOutcome& outcome, std::uint16_t instruction = 0) {
    if (outcome.ok()) return "runs";
    CHECK(text(outcome.error) == text(at(instruction, IxCode::UnsupportedProgramId)));
    if (logged(outcome, "Program is not deployed")) return "not deployed";
    if (logged(outcome, "Program is not cached")) return "not cached";
    return "no program";
}

svm::TxOutcome run(const Bytes& elf, std::vector<Instruction> before = {}) {
    World world;
    world.put_program(subject, elf);
    before.push_back({subject, {}, {}});
    return world.run({.instructions = std::move(before)});
}

}  // namespace

// D11. Agave: program-runtime/src/program_cache_entry.rs is_implicit_delay_visibility_tombstone.
TEST_CASE("a program can't run in the slot of its deployment, and can in every other") {
    World world;
    world.set_slot(100);
    const auto deployed_at = [&](std::uint64_t slot) {
        world.put_program(subject, nop, slot);
        return verdict(call(world, subject));
    };
    CHECK(deployed_at(0) == "runs");
    CHECK(deployed_at(99) == "runs");
    CHECK(deployed_at(100) == "not deployed");
    CHECK(deployed_at(101) == "runs");  // copied from a chain that is further on
}

TEST_CASE("a program that can't run logs why between its invoke and failed lines") {
    World world;
    world.put_program(subject, nop, 100);
    const auto outcome = call(world, subject);
    const auto name = codec::to_string(subject);
    CHECK(outcome.logs ==
          std::vector<std::string>{"Program " + name + " invoke [1]", "Program is not deployed",
                                   "Program " + name + " failed: Unsupported program id"});
    CHECK(outcome.compute_units == 0);
}

TEST_CASE("what isn't a whole program of the upgradeable loader isn't deployed") {
    World world;
    const auto programdata = world.put_program(subject, nop);
    CHECK(verdict(call(world, subject)) == "runs");
    auto foreign = *world.find(programdata);
    foreign.owner = puppet;
    world.put(programdata, foreign);
    CHECK(verdict(call(world, subject)) == "not deployed");
    world.put_program(subject, Bytes(100, 7));
    CHECK(verdict(call(world, subject)) == "not deployed");
    world.accounts.erase(programdata);
    CHECK(verdict(call(world, subject)) == "not deployed");
    world.put(subject, account(sol, ids::loader_v3, Bytes(36)));
    CHECK(verdict(call(world, subject)) == "not deployed");
    world.put_old_program(subject, Bytes(100, 7));
    CHECK(verdict(call(world, subject)) == "not deployed");
    world.put_old_program(subject, nop);
    CHECK(verdict(call(world, subject)) == "runs");
}

TEST_CASE("a native account without a builtin fails without a line") {
    World world;
    world.put(subject, account(1, ids::native_loader));
    const auto outcome = call(world, subject);
    CHECK(verdict(outcome) == "no program");
    CHECK(outcome.logs.empty());
    // Loader v4 is known as an owner and runs nothing (its gate is off).
    world.put(subject, account(sol, ids::loader_v4, nop));
    CHECK(call(world, subject).logs.empty());
}

// The runtime's set of programs is made when a transaction is loaded (agave:
// svm/src/program_loader.rs filter_executable_program_accounts). Nobody can smuggle an ELF of his
// own past the loaders into it.
TEST_CASE("an account handed to a loader in this transaction can't be called, whatever it held") {
    World world;
    world.put_old_program(caller, calls_first_account());
    world.put(subject, account(sol, puppet, nop));
    const auto hand_over = [](const Pubkey& loader) {
        return act(Deeds().fill(0, 0).assign(0, loader), {writable(subject)});
    };
    const Instruction by_caller{caller, {readonly(subject)}, {}};
    for (const auto& loader : {ids::loader_v1, ids::loader_v2, ids::loader_v3})
        CHECK(verdict(world.run({.instructions = {hand_over(loader), by_caller}}), 1) ==
              "not cached");
    // The same account, the loader's before: it runs.
    world.put_old_program(subject, nop);
    CHECK(verdict(world.run({.instructions = {by_caller}})) == "runs");
}

TEST_CASE("an account created for a loader in this transaction can't be called") {
    World world;
    world.put_old_program(caller, calls_first_account());
    const auto create =
        tx::system::create_account({key(1), subject, Lamports{world.rent(36)}, 36, ids::loader_v3});
    const Instruction by_caller{caller, {readonly(subject)}, {}};
    CHECK(verdict(world.run({.instructions = {create, by_caller}}), 1) == "not cached");
}

TEST_CASE("a program's result is success, a builtin error or a custom one") {
    const auto result = [](std::uint64_t high, std::uint64_t low) {
        const auto value = std::to_string(high << 32 | low);
        return run(program("lddw r0, " + value + "; exit"));
    };
    CHECK(text(result(0, 0).error) == "no error");
    CHECK(text(result(0, 5).error) == text(at(0, tx::custom_error(5))));
    CHECK(text(result(1, 0).error) == text(at(0, tx::custom_error(0))));
    CHECK(text(result(2, 0).error) == text(at(0, IxCode::InvalidArgument)));
    CHECK(text(result(12, 0).error) == text(at(0, IxCode::AccountBorrowFailed)));
    CHECK(text(result(20, 0).error) == text(at(0, IxCode::InvalidRealloc)));
    CHECK(text(result(26, 0).error) == text(at(0, IxCode::IncorrectAuthority)));
    CHECK(text(result(27, 0).error) == text(at(0, IxCode::InvalidError)));
    CHECK(text(result(2, 1).error) == text(at(0, IxCode::InvalidError)));
    CHECK(result(0, 255).logs.back() ==
          "Program " + codec::to_string(subject) + " failed: custom program error: 0xff");
}

TEST_CASE("a fault costs all units, a failed syscall what it used") {
    const auto fault = run(program("mov64 r1, 0; mov64 r0, 1; div64 r0, r1; exit"));
    CHECK(text(fault.error) == text(at(0, IxCode::ProgramFailedToComplete)));
    CHECK(fault.compute_units == 200'000);
    CHECK(logged(fault,
                 "Program " + codec::to_string(subject) + " consumed 3 of 200000 compute units"));
    const auto aborted = run(program("call abort; exit"));
    CHECK(text(aborted.error) == text(at(0, IxCode::ProgramFailedToComplete)));
    CHECK(aborted.compute_units == 1);
    CHECK(aborted.logs.back() ==
          "Program " + codec::to_string(subject) + " failed: SBF program panicked");
}

TEST_CASE("a heap above 32 KiB costs 8 units a page, which the program's line doesn't show") {
    const auto heap = [](std::uint32_t bytes) {
        return Instruction{ids::compute_budget, {}, codec::ByteWriter().u8(1).u32(bytes).take()};
    };
    const auto large = run(nop, {heap(256 * 1024)});
    CHECK(large.compute_units == 150 + 7 * 8 + 2);
    const auto limit = 200'000 + 3000 - 150;
    CHECK(logged(large, "Program " + codec::to_string(subject) + " consumed 2 of " +
                            std::to_string(limit) + " compute units"));
    CHECK(run(nop, {heap(33 * 1024)}).compute_units == 150 + 8 + 2);
    const Instruction few{
        ids::compute_budget, {}, codec::ByteWriter().u8(2).u32(2 * 150 + 55).take()};
    const auto broke = run(nop, {heap(256 * 1024), few});
    CHECK(text(broke.error) == text(at(2, IxCode::ProgramEnvironmentSetupFailure)));
    CHECK(logged(broke, "Failed to create SBF VM: Computational budget exceeded"));
    CHECK(broke.compute_units == 355);
}

TEST_CASE("a callee's failure is its caller's, by the same error") {
    World world;
    world.put_old_program(caller, calls_first_account());
    world.put_old_program(subject, program("mov64 r0, 77; exit"));
    const auto outcome = world.run({.instructions = {{caller, {readonly(subject)}, {}}}});
    CHECK(text(outcome.error) == text(at(0, tx::custom_error(77))));
    CHECK(outcome.logs.back() ==
          "Program " + codec::to_string(caller) + " failed: custom program error: 0x4d");
    REQUIRE(outcome.inner_instructions.size() == 1);
    CHECK(outcome.inner_instructions[0].instructions.size() == 1);
}

TEST_CASE("what a program leaves in its accounts' memory is taken over, or refused, at its end") {
    World world;
    world.put(key(30), account(5 * sol, subject, Bytes(8)));
    world.put(key(31), account(5 * sol, subject));
    const std::uint64_t lamports = input_start + 8 + 8 + 64;
    const auto write = [&](const std::string& code, bool is_writable = true) {
        world.put_program(subject, program(code + "; mov64 r0, 0; exit"));
        return world.run({.instructions = {{subject, {{key(30), false, is_writable}}, {}}}});
    };
    const auto at_address = [](std::uint64_t address) {
        return "lddw r1, " + std::to_string(address);
    };
    const auto data = write(at_address(lamports + 16) + "; stb [r1+3], 9");
    CHECK(written(data, key(30))->data.to_bytes() == Bytes{0, 0, 0, 9, 0, 0, 0, 0});
    const auto grown = write(at_address(lamports + 8) + "; stdw [r1+0], 10; stb [r1+17], 4");
    CHECK(written(grown, key(30))->data.to_bytes() == Bytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 4});
    CHECK(text(write(at_address(lamports + 8) + "; stdw [r1+0], 10249").error) ==
          text(at(0, IxCode::InvalidRealloc)));
    CHECK(text(write(at_address(lamports) + "; stdw [r1+0], 1").error) ==
          text(at(0, IxCode::UnbalancedInstruction)));
    CHECK(text(write(at_address(lamports) + "; stdw [r1+0], 1", false).error) ==
          text(at(0, IxCode::ReadonlyLamportChange)));
    CHECK(text(write(at_address(lamports + 16) + "; stb [r1+3], 9", false).error) ==
          text(at(0, IxCode::ReadonlyDataModified)));
    // Signer, writable and executable bytes, the key and the rent epoch are nobody's to write.
    CHECK(text(write(at_address(input_start + 9) + "; stw [r1+0], -1; stdw [r1+8], -1", false)
                   .error) == "no error");
}

}  // namespace orrery::runtime::testing

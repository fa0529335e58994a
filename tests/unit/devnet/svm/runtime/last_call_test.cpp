// A builtin that ends by calling a program: the Hooks program's Act (docs/spec/hooks.md 3).

#include <catch2/catch.hpp>

#include "sdk/codec/base58.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/instructions.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "tests/unit/devnet/svm/runtime/callers.hpp"
#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {
namespace {

const Pubkey subject = key(20);

/// A world with a hook of the payer's, and the address that signs for it.
struct HookWorld : World {
    Pubkey hook;
    Pubkey signer;

    HookWorld() {
        const auto config = hooks::config_address();
        hooks::Config content;
        content.bump = config.bump;
        put(config.address, account(rent(hooks::Config::size), ids::hooks, content.encode()));
        hooks::RegisterHook params;
        params.authority = params.fee_payer = key(1);
        params.target = subject;
        params.body = {{{subject, false, false}}, {{0, {}, {}}}};
        REQUIRE(text(apply({.instructions = {hooks::register_hook(params)}}).error) == "no error");
        hook = hooks::hook_address(key(1), 0).address;
        signer = hooks::signer_address(hook).address;
        put(signer, account(5 * sol));
    }

    svm::TxOutcome act(const Instruction& inner) const {
        return run({.instructions = {hooks::act(hook, key(1), inner)}});
    }
};

std::string line(const Pubkey& program, std::string_view rest) {
    return "Program " + codec::to_string(program) + std::string(rest);
}

}  // namespace

TEST_CASE("Act calls a program, which sees the hook's signer sign") {
    HookWorld world;
    // The first account's is_signer: 1 becomes success.
    world.put_program(subject, program("ldxb r0, [r1+9]; xor64 r0, 1; exit"));
    const auto outcome = world.act({subject, {{world.signer, true, false}}, {}});
    REQUIRE(text(outcome.error) == "no error");
    const auto logs = outcome.logs.to_strings();
    REQUIRE(logs.size() == 5);
    CHECK(logs[0] == line(ids::hooks, " invoke [1]"));
    CHECK(logs[1] == line(subject, " invoke [2]"));
    CHECK(logs[3] == line(subject, " success"));
    CHECK(logs[4] == line(ids::hooks, " success"));
    CHECK(outcome.compute_units == 10'003);
    const auto plain = world.act({subject, {{world.signer, false, false}}, {}});
    CHECK(text(plain.error) == text(at(0, tx::custom_error(1))));
}

TEST_CASE("what Act calls fails, and Act with it") {
    HookWorld world;
    world.put_program(subject, program("mov64 r0, 77; exit"));
    const auto outcome = world.act({subject, {}, {}});
    CHECK(text(outcome.error) == text(at(0, tx::custom_error(77))));
    const auto logs = outcome.logs.to_strings();
    REQUIRE(logs.size() == 5);
    CHECK(logs[4] == line(ids::hooks, " failed: custom program error: 0x4d"));

    const auto nowhere = world.act({key(33), {}, {}});
    CHECK(text(nowhere.error) == text(at(0, IxCode::UnsupportedProgramId)));
    const auto fault = [&] {
        HookWorld other;
        other.put_program(subject, program("call abort; exit"));
        return other.act({subject, {}, {}});
    }();
    CHECK(text(fault.error) == text(at(0, IxCode::ProgramFailedToComplete)));
}

TEST_CASE("Act runs builtins, several times, between other instructions") {
    HookWorld world;
    const auto send =
        hooks::act(world.hook, key(1), tx::system::transfer({world.signer, key(9), Lamports{sol}}));
    const auto plain = tx::system::transfer({key(1), key(9), Lamports{sol}});
    const auto outcome = world.apply({.instructions = {send, plain, send}});
    REQUIRE(text(outcome.error) == "no error");
    CHECK(world.lamports(key(9)) == 3 * sol);
    CHECK(world.lamports(world.signer) == 3 * sol);
    CHECK(outcome.inner_instructions.size() == 2);
    CHECK(outcome.inner_instructions[0].instructions.at(0).stack_height == 2);
}

TEST_CASE("a program that Act calls calls on") {
    HookWorld world;
    world.put_old_program(subject, calls_first_account());
    world.put_program(key(22), program("mov64 r0, 0; exit"));
    const auto outcome = world.act({subject, {readonly(key(22))}, {}});
    REQUIRE(text(outcome.error) == "no error");
    REQUIRE(outcome.inner_instructions.size() == 1);
    REQUIRE(outcome.inner_instructions[0].instructions.size() == 2);
    CHECK(outcome.inner_instructions[0].instructions[1].stack_height == 3);
    CHECK(outcome.logs.to_strings().back() == line(ids::hooks, " success"));
}

}  // namespace orrery::runtime::testing

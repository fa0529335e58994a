// What an outcome records: logs, inner instructions, return data, units, reads, writes, balances
// (svm-runtime.md 1.7, 2.1, 2.2).

#include <algorithm>
#include <catch2/catch.hpp>

#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {
namespace {

const Instruction idle = act(Deeds(), {}, other_puppet);

/// The puppet calls itself `depth` times, one inside the other.
Instruction nested(int depth) {
    if (depth == 0) return act(Deeds(), {readonly(puppet)});
    return act(Deeds().call(nested(depth - 1)), {readonly(puppet)});
}

std::vector<Pubkey> keys_of(const std::vector<svm::AccountRead>& reads) {
    std::vector<Pubkey> out;
    for (const auto& read : reads) out.push_back(read.key);
    return out;
}

}  // namespace

TEST_CASE("inner instructions stand under their top-level instruction, in call order") {
    World world;
    const auto twice = act(Deeds().call(idle).call(idle), {readonly(other_puppet)});
    const auto deep = nested(2);
    const auto outcome = world.run({.instructions = {twice, idle, deep}});
    REQUIRE(text(outcome.error) == "no error");
    REQUIRE(outcome.inner_instructions.size() == 2);  // the second has none
    const auto& first = outcome.inner_instructions[0];
    CHECK(first.index == 0);
    REQUIRE(first.instructions.size() == 2);
    CHECK(first.instructions[0].stack_height == 2);
    CHECK(first.instructions[0].accounts.empty());
    const auto& second = outcome.inner_instructions[1];
    CHECK(second.index == 2);
    REQUIRE(second.instructions.size() == 2);
    CHECK(second.instructions[0].stack_height == 2);
    CHECK(second.instructions[1].stack_height == 3);
    const auto program = second.instructions[0].program_index;
    CHECK(second.instructions[0].accounts == std::vector<std::uint16_t>{program});
    CHECK(outcome.compute_units == 700);
}

TEST_CASE("a failure keeps the inner instructions up to it, the failing one included") {
    World world;
    const auto failing = act(Deeds().fail(5), {}, other_puppet);
    const auto outcome =
        world.run({.instructions = {act(Deeds().call(idle).call(failing).call(idle),
                                        {readonly(other_puppet)})}});
    CHECK(text(outcome.error) == text(at(0, tx::custom_error(5))));
    REQUIRE(outcome.inner_instructions.size() == 1);
    CHECK(outcome.inner_instructions[0].instructions.size() == 2);
}

TEST_CASE("five levels of calls run, the sixth is CallDepth, and stands among the inner ones") {
    World world;
    CHECK(text(world.run({.instructions = {nested(4)}}).error) == "no error");
    const auto outcome = world.run({.instructions = {nested(5)}});
    CHECK(text(outcome.error) == text(at(0, IxCode::CallDepth)));
    CHECK(outcome.inner_instructions[0].instructions.size() == 5);
    world.features = world.features.with(svm::Feature::raise_cpi_nesting_limit_to_8);
    CHECK(text(world.run({.instructions = {nested(8)}}).error) == "no error");
}

TEST_CASE("64 instructions may run, those within others included") {
    World world;
    world.limits.instruction_trace = 4;
    const auto with_inner = [](int calls) {
        Deeds deeds;
        for (int i = 0; i < calls; ++i) deeds.call(idle);
        return act(deeds, {readonly(other_puppet)});
    };
    CHECK(text(world.run({.instructions = {with_inner(2), idle}}).error) == "no error");
    CHECK(text(world.run({.instructions = {with_inner(3), idle}}).error) ==
          text(at(1, IxCode::MaxInstructionTraceLengthExceeded)));
    CHECK(text(world.run({.instructions = {with_inner(4)}}).error) ==
          text(at(0, IxCode::MaxInstructionTraceLengthExceeded)));
}

TEST_CASE("a program may call itself, but not who called it") {
    World world;
    CHECK(text(world.run({.instructions = {nested(1)}}).error) == "no error");
    const auto back = act(Deeds().call(act(Deeds(), {})), {readonly(puppet)}, other_puppet);
    const auto outcome = world.run(
        {.instructions = {act(Deeds().call(back), {readonly(puppet), readonly(other_puppet)})}});
    CHECK(text(outcome.error) == text(at(0, IxCode::ReentrancyNotAllowed)));
    CHECK(outcome.inner_instructions[0].instructions.size() ==
          1);  // the refused one isn't among them
}

TEST_CASE("privileges don't grow on the way to a callee") {
    World world;
    world.put(key(10), account(sol, puppet));
    const auto error = [&](const Instruction& inner, std::vector<AccountMeta> outer) {
        outer.push_back(readonly(other_puppet));
        const auto outcome = world.run({.instructions = {act(Deeds().call(inner), outer)}});
        return std::pair(text(outcome.error),
                         std::string(outcome.logs.empty() ? "" : outcome.logs[1]));
    };
    const auto name = codec::to_string(key(10));
    const auto callee = [](std::vector<AccountMeta> metas) {
        return act(Deeds(), std::move(metas), other_puppet);
    };
    const auto escalation = text(at(0, IxCode::PrivilegeEscalation));
    CHECK(error(callee({writable(key(10))}), {readonly(key(10))}) ==
          std::pair(escalation, name + "'s writable privilege escalated"));
    CHECK(error(callee({{key(10), true, false}}), {writable(key(10))}) ==
          std::pair(escalation, name + "'s signer privilege escalated"));
    // Twice in the callee: the privileges are joined.
    CHECK(error(callee({readonly(key(10)), writable(key(10))}), {readonly(key(10))}).first ==
          escalation);
    const auto missing = text(at(0, IxCode::MissingAccount));
    CHECK(error(callee({readonly(key(11))}), {}) ==
          std::pair(missing,
                    "Instruction references an unknown account " + codec::to_string(key(11))));
    CHECK(error(act(Deeds(), {}, key(12)), {}) ==
          std::pair(missing, "Unknown program " + codec::to_string(key(12))));
    // In the transaction, but not in the caller's instruction.
    const auto outcome = world.run(
        {.instructions = {act(Deeds().call(callee({readonly(key(10))})), {readonly(other_puppet)}),
                          act(Deeds(), {readonly(key(10))})}});
    CHECK(text(outcome.error) == missing);
}

// Agave: invoke_context.rs native_invoke_signed makes a number of the error, and a custom error of
// it.
TEST_CASE("a builtin signs for its own addresses, and seeds that are too long are custom error 0") {
    World world;
    const std::string long_seed(33, 's');
    const auto outcome =
        world.run({.instructions = {act(Deeds().call(idle, long_seed), {readonly(other_puppet)})}});
    CHECK(text(outcome.error) == text(at(0, tx::custom_error(0))));
}

// Agave: invoke_context.rs process_executable_chain.
TEST_CASE("a builtin that charges nothing fails after its success line") {
    const World world;
    const auto outcome = world.run({.instructions = {act(Deeds(), {}, idle_puppet)}});
    CHECK(text(outcome.error) == text(at(0, IxCode::BuiltinProgramsMustConsumeComputeUnits)));
    const auto name = codec::to_string(idle_puppet);
    CHECK(outcome.logs == std::vector<std::string>{"Program " + name + " invoke [1]",
                                                   "Program " + name + " success"});
}

TEST_CASE("an instruction that makes lamports is unbalanced, after its success line") {
    World world;
    world.put(key(10), account(sol, puppet));
    const auto outcome = world.run({.instructions = {act(Deeds().add(0, 1), {writable(key(10))})}});
    CHECK(text(outcome.error) == text(at(0, IxCode::UnbalancedInstruction)));
    CHECK(outcome.logs.back() == "Program " + codec::to_string(puppet) + " success");
    // A call in between must be balanced before the callee starts.
    const auto calling =
        act(Deeds().add(0, 1).call(idle).add(0, -1), {writable(key(10)), readonly(other_puppet)});
    CHECK(text(world.run({.instructions = {calling}}).error) ==
          text(at(0, IxCode::UnbalancedInstruction)));
}

TEST_CASE("an account can be held once at a time") {
    World world;
    const auto outcome =
        world.run({.instructions = {act(Deeds().borrow_twice(0), {writable(key(1))})}});
    CHECK(text(outcome.error) == text(at(0, IxCode::AccountBorrowFailed)));
}

TEST_CASE("logs stop at their limit with one mark; shorter lines may still fit") {
    World world;
    world.limits.log_bytes = 400;
    const auto limited = world.run({.instructions = {act(Deeds()
                                                             .log(std::string(200, 'a'))
                                                             .log(std::string(200, 'b'))
                                                             .log(std::string(200, 'c'))
                                                             .log("short"),
                                                         {})}});
    const auto name = codec::to_string(puppet);
    CHECK(limited.logs == std::vector<std::string>{
                              "Program " + name + " invoke [1]",
                              "Program log: " + std::string(200, 'a'),
                              "Log truncated",
                              "Program log: short",
                              "Program " + name + " success",
                          });
}

TEST_CASE("return data is what the last instruction left, and cleared by each that starts") {
    World world;
    const auto give = act(Deeds().give("hello"), {});
    const auto last = world.run({.instructions = {idle, give}});
    REQUIRE(last.return_data);
    CHECK(last.return_data->program_id == puppet);
    CHECK(as_text(last.return_data->data) == "hello");
    CHECK_FALSE(world.run({.instructions = {give, idle}}).return_data);
    const auto failed = world.run({.instructions = {act(Deeds().give("late").fail(1), {})}});
    REQUIRE(failed.return_data);
    CHECK(as_text(failed.return_data->data) == "late");
}

TEST_CASE("reads are sorted, each once, with the versions seen; rejected transactions state none") {
    World world;
    world.put(key(50), account(sol));
    world.put(key(50), account(2 * sol));
    const Pubkey table = key(0x70);
    world.put_table(table, {key(50)}, 1, 0);
    const auto outcome =
        world.run({.instructions = {act(Deeds(), {readonly(key(50)), readonly(key(51)),
                                                  readonly(ids::instructions)})},
                   .version = tx::Version::v0,
                   .tables = {{table, {key(50)}}}});
    REQUIRE(text(outcome.error) == "no error");
    const auto keys = keys_of(outcome.reads);
    CHECK(std::is_sorted(keys.begin(), keys.end()));
    CHECK(keys == std::vector<Pubkey>{key(1), key(50), key(51), table, puppet});
    CHECK(outcome.reads[0].version == 1);
    CHECK(outcome.reads[1].version == 2);
    CHECK(outcome.reads[2].version == 0);  // absent, never seen
    Hash unknown;
    CHECK(world.run({.lifetime = unknown}).reads.empty());
}

TEST_CASE("writes are the accounts that changed, sorted; a locked one that didn't is none") {
    World world;
    for (const auto n : std::initializer_list<std::uint8_t>{9, 8, 6})
        world.put(key(n), account(5 * sol, puppet, Bytes(3)));
    const auto outcome = world.run(
        {.instructions = {act(Deeds().add(0, -2).add(1, 2).fill(2, 0).resize(2, 9).resize(2, 3),
                              {writable(key(9)), writable(key(8)), writable(key(6))})}});
    REQUIRE(text(outcome.error) == "no error");
    REQUIRE(outcome.writes.size() == 3);  // 6 was touched and is as before
    CHECK(outcome.writes[0].key == key(1));
    CHECK(outcome.writes[1].key == key(8));
    CHECK(outcome.writes[2].key == key(9));
    CHECK(outcome.credits.empty());
}

TEST_CASE("an account that ends without lamports is deleted, data and all") {
    World world;
    world.put(key(9), account(5, puppet, Bytes(3)));
    const auto outcome = world.run(
        {.instructions = {act(Deeds().add(0, -5).add(1, 5), {writable(key(9)), signing(key(1))})}});
    CHECK(written(outcome, key(9)) == nullptr);
}

TEST_CASE("what one instruction makes the next finds; a failure undoes all") {
    World world;
    const auto make =
        tx::system::create_account({key(1), key(9), Lamports{world.rent(10)}, 10, puppet});
    const auto fill = act(Deeds().fill(0, 0xAB), {writable(key(9))});
    const auto made = world.run({.instructions = {make, fill}});
    REQUIRE(text(made.error) == "no error");
    CHECK(written(made, key(9))->data.to_bytes() == Bytes(10, 0xAB));
    const auto failed = world.run({.instructions = {make, fill, act(Deeds().fail(0), {})}});
    CHECK_FALSE(writes(failed, key(9)));
    CHECK(failed.balances[1].before == failed.balances[1].after);
}

TEST_CASE("the rules for account changes stand in their order") {
    struct Case {
        const char* what;
        Deeds deeds;
        IxCode error;
    };
    World world;
    world.put(key(10), account(5 * sol, puppet, Bytes(8, 1)));     // writable, ours
    world.put(key(11), account(5 * sol, other_puppet, Bytes(8)));  // writable, foreign
    world.put(key(12), account(5 * sol, puppet, Bytes(8)));        // read-only, ours
    world.put(key(13), account(5 * sol, other_puppet, Bytes(8)));  // read-only, foreign
    const std::vector<AccountMeta> metas{writable(key(10)), writable(key(11)), readonly(key(12)),
                                         readonly(key(13))};
    const std::vector<Case> cases = {
        {"spend foreign", Deeds().add(1, -1), IxCode::ExternalAccountLamportSpend},
        {"spend foreign, read-only", Deeds().add(3, -1), IxCode::ExternalAccountLamportSpend},
        {"spend read-only", Deeds().add(2, -1), IxCode::ReadonlyLamportChange},
        {"give read-only", Deeds().add(3, 1), IxCode::ReadonlyLamportChange},
        {"write foreign", Deeds().fill(1, 1), IxCode::ExternalAccountDataModified},
        {"write read-only", Deeds().fill(2, 1), IxCode::ReadonlyDataModified},
        {"write foreign, read-only", Deeds().fill(3, 1), IxCode::ReadonlyDataModified},
        {"grow foreign", Deeds().resize(1, 9), IxCode::ExternalAccountDataModified},
        {"grow beyond 10 MiB", Deeds().resize(0, (10u << 20) + 1), IxCode::InvalidRealloc},
        {"grow beyond 10 MiB, foreign", Deeds().resize(1, (10u << 20) + 1), IxCode::InvalidRealloc},
        {"assign with data", Deeds().assign(0, key(99)), IxCode::ModifiedProgramId},
        {"assign foreign", Deeds().assign(1, key(99)), IxCode::ModifiedProgramId},
        {"assign read-only", Deeds().assign(2, key(99)), IxCode::ModifiedProgramId},
        {"executable, foreign", Deeds().make_executable(1, true), IxCode::ExecutableModified},
        {"executable, read-only", Deeds().make_executable(2, true), IxCode::ExecutableModified},
        {"executable without rent", Deeds().resize(0, 1u << 20).make_executable(0, true),
         IxCode::ExecutableAccountNotRentExempt},
        {"no such account", Deeds().add(4, 1), IxCode::MissingAccount},
    };
    for (const auto& c : cases) {
        INFO(c.what);
        auto deeds = c.deeds;
        const auto outcome = world.run({.instructions = {act(deeds, metas)}});
        CHECK(text(outcome.error) == text(at(0, c.error)));
    }
}

TEST_CASE("a transaction may grow its accounts by 20 MiB in all; shrinking gives back") {
    World world;
    world.limits.account_data_growth = 100;
    world.put(key(10), account(5 * sol, puppet, Bytes(50)));
    world.put(key(11), account(5 * sol, puppet));
    const auto run = [&](Deeds deeds) {
        return text(
            world.run({.instructions = {act(deeds, {writable(key(10)), writable(key(11))})}})
                .error);
    };
    CHECK(run(Deeds().resize(0, 100).resize(1, 50)) == "no error");
    CHECK(run(Deeds().resize(0, 100).resize(1, 51)) ==
          text(at(0, IxCode::MaxAccountsDataAllocationsExceeded)));
    CHECK(run(Deeds().resize(0, 0).resize(1, 150)) == "no error");
}

}  // namespace orrery::runtime::testing

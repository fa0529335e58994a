#include "../src/@identifier@.hpp"

#include <catch2/catch.hpp>
#include <sol/test.hpp>

// The program as it runs on this machine, with sanitizers: `orrery program test`.
namespace {

using namespace sol;
using namespace sol::test;
using namespace counter;

const Pubkey program_id = key("the program");
const Pubkey ada = key("ada");
const Pubkey address = pda(program_id, "counter", ada).key;

Outcome create(const Pubkey& at) {
    return call({.program_id = program_id,
                 .accounts = {wallet(ada, 1'000'000'000).signer().writable(),
                              wallet(at, 0).writable(), program(system::program_id)},
                 .data = borsh(Instruction::Create)});
}

// Adds to ada's counter, which stands at `count`.
Outcome add(uint64_t amount, uint64_t count, const TestAccount& signer) {
    const auto account = state_account(address, program_id, Counter{ada, count});
    return call({.program_id = program_id,
                 .accounts = {signer, account.writable()},
                 .data = borsh(Instruction::Add, amount)});
}

const TestAccount signed_by_ada = wallet(ada, 0).signer();

}  // namespace

TEST_CASE("create makes a counter at zero") {
    const auto outcome = create(address);
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    const auto counter = outcome.account(address).state<Counter>();
    REQUIRE(counter);
    CHECK(counter->owner == ada);
    CHECK(counter->count == 0);
}

TEST_CASE("create refuses any other address") {
    CHECK(create(key("somewhere else")).is(ProgramError::InvalidArgument));
}

TEST_CASE("add adds, and says so") {
    const auto outcome = add(2, 40, signed_by_ada);
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(outcome.account(address).state<Counter>()->count == 42);
    CHECK(outcome.logged("The counter is at 42"));
}

TEST_CASE("add refuses what its owner didn't sign") {
    CHECK(add(1, 0, wallet(ada, 0)).is(ProgramError::MissingRequiredSignature));
    CHECK(add(1, 0, wallet(key("mallory"), 0).signer()).is(CounterError::NotYours));
}

TEST_CASE("add refuses too much, and what 64 bits don't hold") {
    CHECK(add(most_at_once, 0, signed_by_ada).ok());
    CHECK(add(most_at_once + 1, 0, signed_by_ada).is(CounterError::TooMuch));
    CHECK(add(1, ~0ull, signed_by_ada).is(ProgramError::ArithmeticOverflow));
}

#include "../src/counter.hpp"

#include <catch2/catch.hpp>
#include <sol/test.hpp>

namespace {

using namespace sol;
using namespace sol::test;
using namespace counter;

const Pubkey program_id = key("the program");
const Pubkey alice = key("alice");
const Pda address = pda(program_id, "counter", alice);

Outcome initialize(const TestAccount& account) {
    return call({.program_id = program_id,
                 .accounts = {wallet(alice, 1'000'000'000).signer().writable(), account.writable(),
                              program(system::program_id)},
                 .data = borsh(Instruction::Initialize)});
}

Outcome increment(const TestAccount& account, const TestAccount& authority, uint64_t by) {
    return call({.program_id = program_id,
                 .accounts = {account.writable(), authority},
                 .data = borsh(Instruction::Increment, by)});
}

TestAccount counting(uint64_t count) {
    return state_account(address.key, program_id, Counter{alice, count, address.bump});
}

}  // namespace

TEST_CASE("initialize makes a counter of zero at its authority's address") {
    const auto outcome = initialize(wallet(address.key, 0));
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    const auto& account = outcome.account(address.key);
    CHECK(account.owner == program_id);
    CHECK(account.lamports == rent_exempt(Account::state_size<Counter>));
    const auto state = account.state<Counter>();
    REQUIRE(state);
    CHECK(state->authority == alice);
    CHECK(state->count == 0);
    CHECK(state->bump == address.bump);
    CHECK(outcome.account(alice).lamports == 1'000'000'000 - account.lamports);
}

TEST_CASE("initialize can't be hindered by lamports that somebody sends to the address") {
    const auto outcome = initialize(wallet(address.key, 5));
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(outcome.account(address.key).lamports == rent_exempt(Account::state_size<Counter>));
    CHECK(outcome.cpis.size() == 3);
}

TEST_CASE("initialize refuses another address, and a counter that is there") {
    CHECK(initialize(wallet(key("elsewhere"), 0)).is(ProgramError::InvalidArgument));
    CHECK_FALSE(initialize(counting(7)).ok());
}

TEST_CASE("increment adds and tells so in an event") {
    const auto outcome = increment(counting(40), wallet(alice, 1).signer(), 2);
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(outcome.account(address.key).state<Counter>()->count == 42);
    const auto events = outcome.events<Incremented>();
    REQUIRE(events.size() == 1);
    CHECK(events[0].authority == alice);
    CHECK(events[0].by == 2);
    CHECK(events[0].count == 42);
}

TEST_CASE("increment refuses what the authority didn't sign") {
    CHECK(increment(counting(1), wallet(alice, 1), 2).is(ProgramError::MissingRequiredSignature));
    CHECK(increment(counting(1), wallet(key("mallory"), 1).signer(), 2)
              .is(CounterError::NotTheAuthority));
}

TEST_CASE("increment refuses a sum of over 64 bits and leaves the counter") {
    const auto outcome = increment(counting(~0ull), wallet(alice, 1).signer(), 1);
    CHECK(outcome.is(ProgramError::ArithmeticOverflow));
    CHECK(outcome.account(address.key).state<Counter>()->count == ~0ull);
    CHECK(increment(counting(1), wallet(alice, 1).signer(), 0).is(CounterError::NothingToAdd));
}

TEST_CASE("increment refuses accounts that aren't its counters") {
    auto foreign = counting(1);
    foreign.owner = key("another program");
    CHECK(increment(foreign, wallet(alice, 1).signer(), 1).is(ProgramError::InvalidAccountOwner));
    const auto empty = empty_account(address.key, program_id, Account::state_size<Counter>);
    CHECK(increment(empty, wallet(alice, 1).signer(), 1).is(ProgramError::UninitializedAccount));
    auto read_only = call({.program_id = program_id,
                           .accounts = {counting(1), wallet(alice, 1).signer()},
                           .data = borsh(Instruction::Increment, uint64_t{1})});
    CHECK(read_only.is(ProgramError::Immutable));
}

TEST_CASE("data that is no instruction is refused") {
    for (const Data& data : {Data{}, Data{2}, Data{1, 2, 3}, Data{0, 0}})
        CHECK(call({.program_id = program_id,
                    .accounts = {counting(1).writable(), wallet(alice, 1).signer(),
                                 program(system::program_id)},
                    .data = data})
                  .is(ProgramError::InvalidInstructionData));
}

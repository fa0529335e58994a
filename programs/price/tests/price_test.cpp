#include "../src/price.hpp"

#include <catch2/catch.hpp>
#include <sol/test.hpp>

namespace {

using namespace sol;
using namespace sol::test;
using namespace price;

const Pubkey program_id = key("the program"), authority = key("authority");
const Pda address = pda(program_id, "feed", authority);

Outcome create(const Pubkey& at, uint64_t price) {
    CallParams params{.program_id = program_id,
                      .accounts = {wallet(authority, 1'000'000'000).signer().writable(),
                                   wallet(at, 0).writable(), program(system::program_id)},
                      .data = borsh(Instruction::Create, price)};
    params.environment.clock.slot = 7;
    return call(params);
}

Outcome set(const TestAccount& by, uint64_t price) {
    const auto feed = state_account(address.key, program_id, Feed{authority, 15'000, 7, 255});
    CallParams params{program_id, {feed.writable(), by}, borsh(Instruction::Set, price)};
    params.environment.clock.slot = 9;
    return call(params);
}

const TestAccount signed_by_authority = wallet(authority, 0).signer();

}  // namespace

TEST_CASE("create makes a feed at the authority's address") {
    const auto outcome = create(address.key, 15'000);
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    const auto feed = outcome.account(address.key).state<Feed>();
    REQUIRE(feed);
    CHECK(feed->authority == authority);
    CHECK(feed->price == 15'000);
    CHECK(feed->slot == 7);
    CHECK(feed->bump == address.bump);
    CHECK(create(key("elsewhere"), 1).is(ProgramError::InvalidArgument));
    CHECK(create(address.key, 0).is(PriceError::Zero));
}

TEST_CASE("set keeps the price and the slot") {
    const auto outcome = set(signed_by_authority, 10'500);
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    const auto feed = outcome.account(address.key).state<Feed>();
    CHECK(feed->price == 10'500);
    CHECK(feed->slot == 9);
    CHECK(set(signed_by_authority, 0).is(PriceError::Zero));
}

TEST_CASE("only the authority sets the price, with its signature") {
    CHECK(set(wallet(authority, 0), 1).is(ProgramError::MissingRequiredSignature));
    CHECK(set(wallet(key("mallory"), 0).signer(), 1).is(PriceError::NotTheAuthority));
}

TEST_CASE("data that is too short or too long is refused") {
    const auto with = [](Data data) { return call({program_id, {}, data}); };
    CHECK(with({}).is(ProgramError::InvalidInstructionData));
    CHECK(with({2, 1, 0, 0, 0, 0, 0, 0, 0}).is(ProgramError::InvalidInstructionData));
    CHECK(with({1, 1, 0, 0, 0, 0, 0, 0}).is(ProgramError::InvalidInstructionData));
    CHECK(with({1, 1, 0, 0, 0, 0, 0, 0, 0, 0}).is(ProgramError::InvalidInstructionData));
    CHECK(with({1, 1, 0, 0, 0, 0, 0, 0, 0}).is(ProgramError::NotEnoughAccountKeys));
}

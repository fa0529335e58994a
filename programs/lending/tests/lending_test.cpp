#include "../src/lending.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <sol/test.hpp>

#include "../../price/src/price.hpp"

namespace {

using namespace sol;
using namespace sol::test;
using namespace lending;

const Pubkey program_id = key("the program"), price_program = key("price");
const Pubkey alice = key("alice"), anyone = key("anyone"), feed_key = key("feed");
const Pubkey market_key = pda(program_id, "market", feed_key).key;
const Pubkey position_key = pda(program_id, "position", market_key, alice).key;

constexpr uint64_t sol_ = lamports_per_sol;

TestAccount feed(uint64_t price) {
    return state_account(feed_key, price_program, price::Feed{key("authority"), price, 1, 255});
}

TestAccount market(uint64_t debt = 0) {
    return state_account(market_key, program_id, Market{feed_key, debt, 0, 255}).writable();
}

// Alice's.
TestAccount position(const Terms& terms) {
    auto out = state_account(position_key, program_id,
                             Position{market_key, alice, terms.collateral, terms.debt, 255});
    out.lamports += terms.collateral;
    return out.writable();
}

Outcome create_market(const TestAccount& of, const Pubkey& at) {
    return call({.program_id = program_id,
                 .accounts = {wallet(alice, sol_).signer().writable(), wallet(at, 0).writable(), of,
                              program(system::program_id)},
                 .data = borsh(Instruction::CreateMarket)});
}

Outcome open(const Terms& terms, const TestAccount& at = feed(15'000)) {
    return call({.program_id = program_id,
                 .accounts = {wallet(alice, 100 * sol_).signer().writable(),
                              wallet(position_key, 0).writable(), market(7), at,
                              program(system::program_id)},
                 .data = borsh(Instruction::Open, terms)});
}

Outcome liquidate(const TestAccount& of, uint64_t price, const TestAccount& in = market(80'000)) {
    return call({program_id,
                 {of, in, feed(price), wallet(anyone, 0).writable()},
                 borsh(Instruction::LiquidateIfUnhealthy)});
}

Outcome close(const TestAccount& by, const Terms& terms) {
    return call({program_id, {by, position(terms), market(100)}, borsh(Instruction::Close)});
}

}  // namespace

TEST_CASE("a market is about one feed") {
    const auto outcome = create_market(feed(1), market_key);
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(outcome.account(market_key).state<Market>()->feed == feed_key);
    CHECK(create_market(feed(1), key("elsewhere")).is(ProgramError::InvalidArgument));
    CHECK(create_market(empty_account(feed_key, price_program, 64), market_key)
              .is(ProgramError::UninitializedAccount));
}

TEST_CASE("open takes the collateral and notes the debt") {
    const auto outcome = open({10 * sol_, 100'000});
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    const auto made = outcome.account(position_key).state<Position>();
    REQUIRE(made);
    CHECK(made->owner == alice);
    CHECK(made->market == market_key);
    CHECK(made->collateral == 10 * sol_);
    CHECK(made->debt == 100'000);
    CHECK(outcome.account(position_key).lamports ==
          rent_exempt(Account::state_size<Position>) + 10 * sol_);
    CHECK(outcome.account(market_key).state<Market>()->debt == 100'007);
}

TEST_CASE("open lends up to 75 % of the collateral's worth, by the market's own feed") {
    CHECK(open({10 * sol_, 112'500}).ok());
    CHECK(open({10 * sol_, 112'501}).is(LendingError::TooMuchDebt));
    CHECK(open({10 * sol_, 0}).is(LendingError::NothingToLend));
    CHECK(open({0, 1}).is(LendingError::NothingToLend));
    CHECK(open({~0ull, 1}, feed(~0ull)).is(ProgramError::ArithmeticOverflow));
    auto other = feed(15'000);
    other.key = key("another feed");
    CHECK(open({10 * sol_, 1}, other).is(LendingError::AnotherFeed));
}

TEST_CASE("a healthy position stays as it is") {
    const auto safe = position({10 * sol_, 80'000});
    const auto outcome = liquidate(safe, 9'412);  // of 94,120 cents 85 % are 80,002
    REQUIRE(outcome.ok());
    CHECK(outcome.account(position_key).data == safe.data);
    CHECK(outcome.account(position_key).lamports == safe.lamports);
    CHECK(outcome.data_logs.empty());
}

TEST_CASE("an unhealthy position pays its debt, and who liquidates it") {
    const auto before = position({10 * sol_, 80'000});
    const auto outcome = liquidate(before, 9'411);
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    // 80,000 cents are 8.500690681 SOL at 94.11, rounded up.
    const uint64_t recovered = 8'500'690'682, paid = 425'034'534;
    const auto after = outcome.account(position_key).state<Position>();
    CHECK(after->debt == 0);
    CHECK(after->collateral == 10 * sol_ - recovered - paid);
    CHECK(outcome.account(position_key).lamports == before.lamports - recovered - paid);
    CHECK(outcome.account(anyone).lamports == paid);
    CHECK(outcome.account(market_key).state<Market>()->debt == 0);
    CHECK(outcome.account(market_key).state<Market>()->recovered == recovered);
    CHECK(outcome.account(market_key).lamports == market().lamports + recovered);
    const auto events = outcome.events<Liquidated>();
    REQUIRE(events.size() == 1);
    CHECK(events[0].position == position_key);
    CHECK(events[0].price == 9'411);
    CHECK(events[0].debt == 80'000);
    CHECK(events[0].recovered == recovered);
    CHECK(events[0].reward == paid);
}

TEST_CASE("only what belongs together is liquidated") {
    const Terms terms{10 * sol_, 80'000};
    auto other = market(80'000);
    other.key = key("another market");
    CHECK(liquidate(position(terms), 1, other).is(LendingError::AnotherMarket));
    const auto of_another_feed =
        state_account(market_key, program_id, Market{key("another feed"), 80'000, 0, 255});
    CHECK(liquidate(position(terms), 1, of_another_feed.writable()).is(LendingError::AnotherFeed));
    auto forged = position(terms);
    forged.owner = price_program;
    CHECK(liquidate(forged, 1).is(ProgramError::InvalidAccountOwner));
}

TEST_CASE("a liquidation never takes more than the collateral") {
    std::mt19937_64 random(5);
    const auto number = [&] { return random() >> (random() % 64); };
    for (int i = 0; i < 20'000; ++i) {
        const Terms terms{number(), number()};
        const uint64_t price = number() | 1;
        const auto seized = seizure(terms, price);
        REQUIRE(seized.reward <= terms.collateral);
        REQUIRE(seized.recovered <= terms.collateral - seized.reward);
    }
    const auto all = seizure({10 * sol_, ~0ull}, 1);
    CHECK(all.reward + all.recovered == 10 * sol_);
}

TEST_CASE("close gives all of it back to the owner only") {
    const Terms terms{sol_, 40};
    const auto outcome = close(wallet(alice, 5).signer().writable(), terms);
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(outcome.account(alice).lamports == 5 + position(terms).lamports);
    CHECK(outcome.account(position_key).lamports == 0);
    CHECK(outcome.account(market_key).state<Market>()->debt == 60);
    CHECK(close(wallet(alice, 5).writable(), terms).is(ProgramError::MissingRequiredSignature));
    CHECK(close(wallet(anyone, 5).signer().writable(), terms).is(LendingError::NotTheOwner));
}

#include "../src/oracle.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <sol/test.hpp>

namespace {

using namespace sol;
using namespace sol::test;
using namespace oracle;

const Pubkey program_id = key("the program"), authority = key("authority");
const Settings settings{{'S', 'O', 'L'}, 10, 2};
const Pda address = pda(program_id, "feed", authority, Bytes(settings.symbol));

Outcome create(const Settings& with) {
    return call({.program_id = program_id,
                 .accounts = {wallet(authority, 1'000'000'000).signer().writable(),
                              wallet(address.key, 0).writable(), program(system::program_id)},
                 .data = borsh(Instruction::Create, with)});
}

// The feed's account from call to call, as a chain keeps it.
struct Chain {
    TestAccount feed = create(settings).account(address.key);
    uint64_t slot = 100;

    Outcome send(const Pubkey& signer, const Data& data) {
        CallParams params{program_id, {feed.writable(), wallet(signer, 1).signer()}, data};
        params.environment.clock.slot = slot;
        auto outcome = call(params);
        if (outcome.ok()) feed = outcome.account(address.key);
        return outcome;
    }
    Outcome add(const Pubkey& publisher, const Pubkey& by = authority) {
        return send(by, borsh(Instruction::AddPublisher, publisher));
    }
    Outcome remove(const Pubkey& publisher) {
        return send(authority, borsh(Instruction::RemovePublisher, publisher));
    }
    Outcome publish(const Pubkey& publisher, int64_t price, uint64_t confidence = 1) {
        return send(publisher, borsh(Instruction::Publish, Quote{price, confidence}));
    }
    Outcome ask() { return send(key("anyone"), borsh(Instruction::Read)); }
    Price price() {
        const auto outcome = ask();
        INFO(outcome.why());
        REQUIRE(outcome.ok());
        Reader reader(Bytes(outcome.return_data.data(), outcome.return_data.size()));
        return reader.read<Price>().value();
    }
};

const Pubkey a = key("publisher a"), b = key("publisher b"), c = key("publisher c");

}  // namespace

TEST_CASE("create makes a feed without publishers, and refuses senseless settings") {
    const auto outcome = create(settings);
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    const auto feed = outcome.account(address.key).state<Feed>();
    REQUIRE(feed);
    CHECK(feed->authority == authority);
    CHECK(feed->max_age == 10);
    CHECK(feed->count == 0);
    CHECK(create({{'S', 'O', 'L'}, 0, 2}).is(OracleError::NotPositive));
    CHECK(create({{'S', 'O', 'L'}, 10, 0}).is(OracleError::NotPositive));
    CHECK(create({{'S', 'O', 'L'}, 10, 9}).is(OracleError::TooManyPublishers));
    CHECK(create({{'B', 'T', 'C'}, 10, 2}).is(ProgramError::InvalidArgument));
}

TEST_CASE("only the authority chooses publishers, up to eight, each once") {
    Chain chain;
    CHECK(chain.add(a).ok());
    CHECK(chain.add(a).is(OracleError::AlreadyAPublisher));
    CHECK(chain.add(b, a).is(OracleError::NotTheAuthority));
    for (int i = 0; i < 7; ++i) CHECK(chain.add(key("p" + std::to_string(i))).ok());
    CHECK(chain.add(b).is(OracleError::TooManyPublishers));
    CHECK(chain.remove(b).is(OracleError::NotAPublisher));
    CHECK(chain.remove(a).ok());
    CHECK(chain.publish(a, 5).is(OracleError::NotAPublisher));
    CHECK(chain.publish(key("p6"), 5).ok());  // which took a's place
    CHECK(chain.add(b).ok());
}

TEST_CASE("publish keeps the price with its slot and tells so") {
    Chain chain;
    REQUIRE(chain.add(a).ok());
    const auto outcome = chain.publish(a, 2050, 3);
    REQUIRE(outcome.ok());
    const auto events = outcome.events<Published>();
    REQUIRE(events.size() == 1);
    CHECK(events[0].publisher == a);
    CHECK(events[0].quote.price == 2050);
    CHECK(events[0].slot == 100);
    CHECK(chain.publish(a, 0).is(OracleError::NotPositive));
    CHECK(chain.publish(a, -1).is(OracleError::NotPositive));
}

TEST_CASE("the price is the publishers' median, and one liar doesn't move it far") {
    Chain chain;
    for (const auto& publisher : {a, b, c}) REQUIRE(chain.add(publisher).ok());
    CHECK(chain.ask().is(OracleError::TooFewPublishers));
    REQUIRE(chain.publish(a, 100).ok());
    CHECK(chain.ask().is(OracleError::TooFewPublishers));
    REQUIRE(chain.publish(b, 105, 4).ok());
    CHECK(chain.price().price == 102);
    CHECK(chain.price().publishers == 2);
    REQUIRE(chain.publish(c, 1'000'000'000).ok());
    CHECK(chain.price().price == 105);
    CHECK(chain.price().confidence == 5);
}

TEST_CASE("prices that are too old don't count") {
    Chain chain;
    for (const auto& publisher : {a, b, c}) REQUIRE(chain.add(publisher).ok());
    REQUIRE(chain.publish(a, 1).ok());
    chain.slot = 105;
    REQUIRE(chain.publish(b, 20).ok());
    REQUIRE(chain.publish(c, 30).ok());
    chain.slot = 110;
    CHECK(chain.price().price == 20);
    CHECK(chain.price().slot == 100);
    chain.slot = 111;
    CHECK(chain.price().price == 25);
    CHECK(chain.price().slot == 105);
    chain.slot = 116;
    CHECK(chain.ask().is(OracleError::TooFewPublishers));
}

TEST_CASE("the median of random prices is a sort's") {
    std::mt19937_64 random(4);
    for (int i = 0; i < 5000; ++i) {
        Feed feed{};
        feed.count = static_cast<uint8_t>(1 + random() % max_publishers);
        feed.max_age = 1;
        feed.min_publishers = 1;
        std::vector<int64_t> prices;
        for (uint64_t k = 0; k < feed.count; ++k) {
            feed.publishers[k].quote.price =
                static_cast<int64_t>((random() >> (random() % 63)) >> 1);
            feed.publishers[k].slot = 5;
            prices.push_back(feed.publishers[k].quote.price);
        }
        std::sort(prices.begin(), prices.end());
        Price price;
        REQUIRE(read(feed, 5, price));
        const auto high = prices[prices.size() / 2];
        const auto low = prices[(prices.size() - 1) / 2];
        REQUIRE(price.price == low + (high - low) / 2);
    }
}

#include "../src/bookkeeping.hpp"

#include <catch2/catch.hpp>
#include <sol/test.hpp>

#include "../../price/src/price.hpp"

namespace {

using namespace sol;
using namespace sol::test;
using namespace bookkeeping;

const Pubkey program_id = key("the program"), price_program = key("price");
const Pubkey keeper = key("the hook's signer"), payer = key("payer"), feed_key = key("feed");
const Pubkey book_key = pda(program_id, "book", feed_key, keeper).key;

TestAccount feed(uint64_t price) {
    return state_account(feed_key, price_program, price::Feed{key("authority"), price, 1, 255});
}

Outcome open(const Pubkey& at) {
    return call({.program_id = program_id,
                 .accounts = {wallet(payer, 1'000'000'000).signer().writable(),
                              wallet(at, 0).writable(), feed(15'000), program(system::program_id)},
                 .data = borsh(Instruction::Open, keeper)});
}

Trigger trigger(const Pubkey& mover) {
    Trigger out{.hook_index = 1,
                .slot = 70,
                .initiator = mover,
                .target = price_program,
                .programs = {key("router"), price_program}};
    out.parent.bytes[0] = mover.bytes[0];
    return out;
}

const TestAccount signed_by_keeper = wallet(keeper, 0).signer();

// The book from call to call, as a chain keeps it.
struct Chain {
    TestAccount book = open(book_key).account(book_key).writable();

    Outcome record(const TestAccount& of, const TestAccount& by, const TestAccount& sysvar) {
        auto outcome = call({program_id, {book, of, by, sysvar}, borsh(Instruction::Record)});
        if (outcome.ok()) book = outcome.account(book_key);
        return outcome;
    }
    Outcome move(uint64_t price, const Pubkey& mover) {
        return record(feed(price), signed_by_keeper, msg_ctx(trigger(mover)));
    }
    Book read() const { return book.state<Book>().value(); }
};

const Pubkey ada = key("ada"), bob = key("bob");

}  // namespace

TEST_CASE("a book begins with the feed's price") {
    const auto outcome = open(book_key);
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    const auto book = outcome.account(book_key).state<Book>().value();
    CHECK(book.feed == feed_key);
    CHECK(book.keeper == keeper);
    CHECK(book.moves == 0);
    CHECK(book.price == 15'000);
    CHECK(open(key("elsewhere")).is(ProgramError::InvalidArgument));
}

TEST_CASE("each move is counted, and the last one's transaction kept") {
    Chain chain;
    REQUIRE(chain.move(10'500, ada).ok());
    const auto outcome = chain.move(16'000, bob);
    REQUIRE(outcome.ok());
    const auto book = chain.read();
    CHECK(book.moves == 2);
    CHECK(book.price == 16'000);
    CHECK(book.lowest == 10'500);
    CHECK(book.highest == 16'000);
    CHECK(book.slot == 70);
    CHECK(book.mover == bob);
    CHECK(book.parent == trigger(bob).parent);
    CHECK(book.programs == 2);
    CHECK(book.hook_index == 1);
    const auto events = outcome.events<Moved>();
    REQUIRE(events.size() == 1);
    CHECK(events[0].from == 10'500);
    CHECK(events[0].to == 16'000);
    CHECK(events[0].mover == bob);
}

TEST_CASE("a price that was set to what it was is no move") {
    Chain chain;
    const auto before = chain.book.data;
    REQUIRE(chain.move(15'000, ada).ok());
    CHECK(chain.book.data == before);
}

TEST_CASE(
    "only the keeper writes, only in a hook of the price program, only its own feed's moves") {
    Chain chain;
    const auto context = msg_ctx(trigger(ada));
    CHECK(chain.record(feed(1), wallet(keeper, 0), context)
              .is(ProgramError::MissingRequiredSignature));
    CHECK(chain.record(feed(1), wallet(ada, 0).signer(), context).is(BookError::NotTheKeeper));
    CHECK(chain.record(feed(1), signed_by_keeper, msg_ctx()).is(ProgramError::UnsupportedSysvar));
    CHECK(
        chain.record(feed(1), signed_by_keeper, wallet(ada, 1)).is(ProgramError::InvalidArgument));
    auto elsewhere = trigger(ada);
    elsewhere.target = key("router");
    CHECK(chain.record(feed(1), signed_by_keeper, msg_ctx(elsewhere)).is(BookError::AnotherTarget));
    auto other = feed(1);
    other.key = key("another feed");
    CHECK(chain.record(other, signed_by_keeper, context).is(BookError::AnotherFeed));
    CHECK(chain.read().moves == 0);
}

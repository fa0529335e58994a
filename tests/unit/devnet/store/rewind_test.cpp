#include <catch2/catch.hpp>
#include <map>

#include "devnet/store/ledger.hpp"
#include "samples.hpp"

using namespace orrery;
using namespace orrery::store;
using namespace orrery::store::samples;

namespace {

using Accounts = std::map<Pubkey, std::pair<std::uint64_t, AccountRef>>;

Accounts load(Ledger& ledger) {
    Accounts accounts;
    must(ledger.load_accounts([&](AccountUpdate&& update) {
        const bool added = accounts.try_emplace(update.key, update.version, update.account).second;
        CHECK(added);  // each account once
    }));
    return accounts;
}

bool equal(const Accounts& a, const Accounts& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.first == y.first && x.second.first == y.second.first &&
               same(x.second.second, y.second.second);
    });
}

ShredRecord writing(std::uint64_t slot, std::vector<AccountUpdate> accounts) {
    auto made = record(slot, 0, {}, true);
    made.accounts = std::move(accounts);
    return made;
}

// Options that write everything behind at once, or never.
LedgerOptions eager() { return {.dirty_accounts = 1}; }
LedgerOptions lazy() { return {}; }

}  // namespace

TEST_CASE("a rewind hides what came after its target from every query") {
    const TempDir dir;
    auto ledger = must(Ledger::create(dir.path(), genesis()));
    const auto a = key<Pubkey>(100);
    append(*ledger, record(1, 0, {transaction(1, {a})}, true));
    append(*ledger, record(2, 0, {transaction(2, {a})}));
    append(*ledger, record(2, 1, {transaction(3, {a})}, true));
    append(*ledger, record(3, 0, {transaction(4, {a})}, true));
    CHECK(must(ledger->rewind(2, {})) == 5);

    const bool cleaned = GENERATE(false, true), reopened = GENERATE(false, true);
    if (cleaned)
        while (must(ledger->clean(1))) {
        }
    if (reopened) {
        ledger.reset();
        ledger = must(Ledger::open(dir.path()));
    }

    const auto tip = ledger->tip();
    CHECK(tip.last_seq == 5);
    CHECK(tip.slot == Slot{2});
    CHECK(tip.shred_index == 0);
    CHECK_FALSE(tip.slot_closed);
    CHECK(tip.transaction_count == 2);
    CHECK(tip.last_shred_hash == record(2, 0, {transaction(2, {a})}).hash);
    CHECK_FALSE(must(ledger->block({2})));
    CHECK_FALSE(must(ledger->block({3})));
    CHECK(must(ledger->last_block())->slot == Slot{1});
    CHECK(must(ledger->blocks({0}, {9}, 10)).size() == 1);
    CHECK_FALSE(must(ledger->transaction(key<Txid>(3))));
    CHECK_FALSE(must(ledger->transaction(key<Txid>(4))));
    CHECK(must(ledger->transactions_of_address(a, {}, 10)).size() == 2);
    CHECK(must(ledger->shreds_of_slot({2})).size() == 1);
    CHECK(must(ledger->shreds_of_slot({3})).empty());
    CHECK(must(ledger->transactions_of_block({2})).empty());

    // The other branch takes the same slots.
    CHECK(append(*ledger, record(2, 1, {transaction(5, {a})}, true)) == 6);
    const auto block = must(ledger->block({2}));
    REQUIRE(block);
    CHECK(block->first_seq == 2);
    CHECK(block->last_seq == 6);
    CHECK(block->transaction_count == 2);
    CHECK(must(ledger->transactions_of_block({2})).at(1).id == key<Txid>(5));
    CHECK(must(ledger->shreds_of_slot({2})).size() == 2);
    CHECK(must(ledger->transaction(key<Txid>(5)))->index == 1);
    CHECK(must(ledger->transactions_of_address(a, {}, 10)).front().id == key<Txid>(5));
    CHECK(ledger->tip().transaction_count == 3);
}

TEST_CASE("a transaction that a rewind undid may come again") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    append(*ledger, record(1, 0, {transaction(1)}, true));
    must(ledger->rewind(0, {}));
    append(*ledger, record(7, 0, {transaction(9), transaction(1)}, true));
    const auto found = must(ledger->transaction(key<Txid>(1)));
    REQUIRE(found);
    CHECK(found->slot == Slot{7});
    CHECK(found->index == 1);
}

TEST_CASE("a chain can be rewound to genesis, and twice to the same record") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    for (int round = 0; round < 3; ++round) {
        append(*ledger, record(1, 0, {transaction(1)}, true));
        append(*ledger, record(2, 0, {transaction(2)}, true));
        must(ledger->rewind(0, {}));
        CHECK(ledger->tip().last_shred_hash == key<Hash>(7));
        CHECK_FALSE(ledger->tip().slot);
        CHECK(ledger->tip().transaction_count == 0);
    }
    CHECK(ledger->tip().last_seq == 9);
    CHECK(must(ledger->rewind(9, {})) == 10);  // to where it stands
}

TEST_CASE("a record that isn't part of the chain is no target") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    append(*ledger, record(1, 0, {}, true));
    append(*ledger, record(2, 0, {}, true));
    must(ledger->rewind(1, {}));
    for (const Seq target : {2, 4, 99}) {
        const auto rewound = ledger->rewind(target, {});
        REQUIRE_FALSE(rewound);
        CHECK(rewound.error().code == StoreErrorCode::missing);
        CHECK(rewound.error().message ==
              "record " + std::to_string(target) +
                  " isn't part of the chain, so it cannot be rewound to");
    }
    CHECK(ledger->tip().last_seq == 3);
}

TEST_CASE("seqs are never used twice, even when all that was undone is cleaned and reopened") {
    const TempDir dir;
    auto ledger = must(Ledger::create(dir.path(), genesis()));
    append(*ledger, record(1, 0, {}, true));
    must(ledger->rewind(0, {}));
    while (must(ledger->clean(10))) {
    }
    ledger.reset();
    ledger = must(Ledger::open(dir.path()));
    CHECK(append(*ledger, record(1, 0, {}, true)) == 3);
}

TEST_CASE("cleaning goes in bounded steps and ends") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    for (std::uint64_t slot = 1; slot <= 25; ++slot) append(*ledger, record(slot, 0, {}, true));
    must(ledger->rewind(5, {}));
    int steps = 0;
    while (must(ledger->clean(8))) ++steps;
    CHECK(steps == 2);
    CHECK_FALSE(must(ledger->clean(8)));
    CHECK(must(ledger->blocks({0}, {99}, 99)).size() == 5);
}

TEST_CASE("accounts are loaded as of accounts_seq, those of genesis too") {
    const TempDir dir;
    auto ledger = must(Ledger::create(dir.path(), genesis()));
    const Accounts at_genesis = {{key<Pubkey>(1), {1, account(100)}},
                                 {key<Pubkey>(2), {1, account(201, 10'000)}},
                                 {key<Pubkey>(3), {5, nullptr}}};
    CHECK(equal(load(*ledger), at_genesis));

    append(*ledger, writing(1, {{key<Pubkey>(1), 2, account(99)},
                                {key<Pubkey>(2), 2, nullptr},
                                {key<Pubkey>(9), 1, account(1, 5000)}}));
    // Nothing is written behind yet.
    CHECK(ledger->accounts_seq() == 0);
    CHECK(equal(load(*ledger), at_genesis));
    must(ledger->flush_accounts());
    CHECK(ledger->accounts_seq() == 1);
    ledger.reset();
    ledger = must(Ledger::open(dir.path()));
    CHECK(ledger->accounts_seq() == 1);
    CHECK(equal(load(*ledger), {{key<Pubkey>(1), {2, account(99)}},
                                {key<Pubkey>(2), {2, nullptr}},
                                {key<Pubkey>(3), {5, nullptr}},
                                {key<Pubkey>(9), {1, account(1, 5000)}}}));
}

TEST_CASE("accounts are written behind when many, large or old ones wait") {
    const TempDir dir;
    LedgerOptions options;
    SECTION("many") { options.dirty_accounts = 3; }
    SECTION("large") { options.dirty_bytes = 2500; }
    SECTION("old") { options.replay_transactions = 3; }
    const auto ledger = must(Ledger::create(dir.path(), genesis(), options));
    for (std::uint64_t slot = 1; slot <= 3; ++slot) {
        auto made = record(slot, 0, {transaction(slot)}, true);
        made.accounts = {{key<Pubkey>(slot), 1, account(slot, 1000)}};
        append(*ledger, made);
        CHECK(ledger->accounts_seq() == 0);
    }
    append(*ledger, record(4, 0, {}, true));
    CHECK(ledger->accounts_seq() == 3);
}

TEST_CASE("after a rewind the account cache is as of the target, whether ahead of it or behind") {
    const TempDir dir;
    const auto options = GENERATE(eager(), lazy());
    auto ledger = must(Ledger::create(dir.path(), genesis(), options));
    append(*ledger,
           writing(1, {{key<Pubkey>(8), 1, account(10)}, {key<Pubkey>(9), 1, account(11)}}));
    append(*ledger,
           writing(2, {{key<Pubkey>(8), 2, account(20)}, {key<Pubkey>(10), 1, account(12)}}));
    append(*ledger, writing(3, {{key<Pubkey>(9), 2, nullptr}}));
    append(*ledger, writing(4, {}));
    const std::vector<AccountUpdate> restored = {{key<Pubkey>(8), 1, account(10)},
                                                 {key<Pubkey>(9), 1, account(11)},
                                                 {key<Pubkey>(10), 0, nullptr}};
    const auto rewound = must(ledger->rewind(1, restored));
    // What a crash would leave now: the cache as of accounts_seq, which is on the chain.
    CHECK((ledger->accounts_seq() <= 1 || ledger->accounts_seq() == rewound));
    must(ledger->flush_accounts());
    CHECK(ledger->accounts_seq() == rewound);
    ledger.reset();
    ledger = must(Ledger::open(dir.path(), options));
    CHECK(equal(load(*ledger), {{key<Pubkey>(1), {1, account(100)}},
                                {key<Pubkey>(2), {1, account(201, 10'000)}},
                                {key<Pubkey>(3), {5, nullptr}},
                                {key<Pubkey>(8), {1, account(10)}},
                                {key<Pubkey>(9), {1, account(11)}}}));
}

#include "devnet/store/ledger.hpp"

#include <catch2/catch.hpp>

#include "samples.hpp"

using namespace orrery;
using namespace orrery::store;
using namespace orrery::store::samples;

namespace {

std::vector<Seq> seqs_of(const Ledger& ledger, Seq after = 0) {
    std::vector<Seq> seqs;
    must(ledger.each_shred(after, [&](StoredShred&& shred) {
        seqs.push_back(shred.seq);
        return true;
    }));
    return seqs;
}

std::vector<Txid> ids_of(const std::vector<StoredTransaction>& transactions) {
    std::vector<Txid> ids;
    ids.reserve(transactions.size());
    for (const auto& transaction : transactions) ids.push_back(transaction.id);
    return ids;
}

// Slot 5: two shreds with transactions 1, 2 and 3; slot 8: one shred with 4; slot 9 open with 5.
void fill(Ledger& ledger) {
    const auto a = key<Pubkey>(100), b = key<Pubkey>(101);
    append(ledger, record(5, 0, {transaction(1, {a, b}), transaction(2, {b})}));
    append(ledger, record(5, 1, {transaction(3, {a})}, true));
    append(ledger, record(8, 0, {transaction(4, {a})}, true));
    append(ledger, record(9, 0, {transaction(5, {a, b})}));
}

}  // namespace

TEST_CASE("a new ledger holds its genesis and nothing else") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path() / "deep" / "ledger", genesis()));
    CHECK(ledger->genesis_hash() == key<Hash>(7));
    Tip tip;
    tip.last_shred_hash = key<Hash>(7);
    CHECK(ledger->tip() == tip);
    CHECK(ledger->accounts_seq() == 0);
    CHECK(seqs_of(*ledger).empty());
    CHECK_FALSE(must(ledger->first_block()));
    CHECK_FALSE(must(ledger->last_block()));
    CHECK_FALSE(must(ledger->block({0})));
    CHECK(must(ledger->shreds_of_slot({0})).empty());
    CHECK(must(ledger->transactions_of_block({0})).empty());
    CHECK_FALSE(must(ledger->transaction(key<Txid>(1))));
    CHECK(must(ledger->transactions_of_address(key<Pubkey>(1), {}, 10)).empty());
}

TEST_CASE("genesis is stored whole") {
    const TempDir dir;
    must(Ledger::create(dir.path(), genesis()));
    const auto stored = must(must(Ledger::open(dir.path()))->genesis());
    CHECK(stored.genesis_hash == genesis().genesis_hash);
    CHECK(stored.seed == genesis().seed);
    CHECK(stored.configuration == genesis().configuration);
    REQUIRE(stored.accounts.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(stored.accounts[i].key == genesis().accounts[i].key);
        CHECK(stored.accounts[i].version == genesis().accounts[i].version);
        CHECK(same(stored.accounts[i].account, genesis().accounts[i].account));
    }
}

TEST_CASE("queries give what was appended, before and after reopening") {
    const TempDir dir;
    auto ledger = must(Ledger::create(dir.path(), genesis()));
    fill(*ledger);
    if (GENERATE(false, true)) {
        ledger.reset();
        ledger = must(Ledger::open(dir.path()));
    }

    const auto tip = ledger->tip();
    CHECK(tip.last_seq == 4);
    CHECK(tip.last_shred_hash ==
          record(9, 0, {transaction(5, {key<Pubkey>(100), key<Pubkey>(101)})}).hash);
    CHECK(tip.slot == Slot{9});
    CHECK_FALSE(tip.slot_closed);
    CHECK(tip.transaction_count == 5);
    CHECK(seqs_of(*ledger) == std::vector<Seq>{1, 2, 3, 4});
    CHECK(seqs_of(*ledger, 2) == std::vector<Seq>{3, 4});

    const auto block = must(ledger->block({5}));
    REQUIRE(block);
    CHECK(*block == BlockInfo{.slot = {5},
                              .record = *record(5, 0, {}, true).block,
                              .unix_timestamp = 1005,
                              .first_seq = 1,
                              .last_seq = 2,
                              .transaction_count = 3});
    CHECK_FALSE(must(ledger->block({6})));
    CHECK_FALSE(must(ledger->block({9})));
    CHECK_FALSE(must(ledger->block({UINT64_MAX})));
    CHECK(must(ledger->first_block())->slot == Slot{5});
    CHECK(must(ledger->last_block())->slot == Slot{8});
    CHECK(must(ledger->blocks({0}, {UINT64_MAX}, 10)).size() == 2);
    CHECK(must(ledger->blocks({6}, {8}, 10)).at(0).slot == Slot{8});
    CHECK(must(ledger->blocks({0}, {8}, 1)).at(0).slot == Slot{5});
    CHECK(must(ledger->blocks({9}, {5}, 10)).empty());
    CHECK(must(ledger->blocks({UINT64_MAX}, {UINT64_MAX}, 10)).empty());

    const auto shreds = must(ledger->shreds_of_slot({5}));
    REQUIRE(shreds.size() == 2);
    CHECK(shreds[1].seq == 2);
    CHECK(shreds[1].index == 1);
    CHECK(shreds[1].last_in_slot);
    CHECK(shreds[1].unix_timestamp == 1005);
    CHECK(shreds[1].state == record(5, 1, {}).state);
    CHECK(shreds[1].bytes == *record(5, 1, {transaction(3, {key<Pubkey>(100)})}, true).bytes);
    CHECK(shreds[1].hash == shred::shred_hash(shreds[1].bytes));
    CHECK(must(ledger->shreds_of_slot({9})).size() == 1);
    CHECK(must(ledger->shreds_of_slot({7})).empty());

    const auto transactions = must(ledger->transactions_of_block({5}));
    CHECK(ids_of(transactions) == std::vector<Txid>{key<Txid>(1), key<Txid>(2), key<Txid>(3)});
    CHECK(transactions[2].index == 2);

    const auto third = must(ledger->transaction(key<Txid>(3)));
    REQUIRE(third);
    CHECK(third->id == key<Txid>(3));
    CHECK(third->slot == Slot{5});
    CHECK(third->index == 2);
    CHECK(third->unix_timestamp == 1005);
    CHECK(third->wire == transaction(3, {key<Pubkey>(100)}).wire());
    CHECK(third->meta == transaction(3).meta);
    CHECK_FALSE(must(ledger->transaction(key<Txid>(6))));
}

TEST_CASE("an id that agrees in its first bytes with another isn't mistaken for it") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    auto twin = transaction(1);
    twin.id.bytes[63] ^= 1;
    append(*ledger, record(1, 0, {transaction(1), twin}, true));
    CHECK(must(ledger->transaction(key<Txid>(1)))->index == 0);
    CHECK(must(ledger->transaction(twin.id))->index == 1);
    auto third = twin.id;
    third.bytes[8] ^= 1;
    CHECK_FALSE(must(ledger->transaction(third)));
}

TEST_CASE("an address that shares another's search key isn't mistaken for it") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    const auto one = key<Pubkey>(1);
    auto other = one;
    other.bytes[15] ^= 1;  // only the first and last eight bytes make the key
    append(*ledger, record(1, 0, {transaction(1, {one}), transaction(2, {other})}, true));
    CHECK(ids_of(must(ledger->transactions_of_address(one, {}, 10))) ==
          std::vector<Txid>{key<Txid>(1)});
    CHECK(ids_of(must(ledger->transactions_of_address(other, {}, 10))) ==
          std::vector<Txid>{key<Txid>(2)});
}

TEST_CASE("an address that only the meta names is found") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    auto made = record(1, 0, {transaction(1)}, true);
    const auto loaded = key<Pubkey>(50);
    made.transactions[0].addresses = {loaded};
    made.transactions[0].meta.assign(loaded.bytes.begin(), loaded.bytes.end());
    append(*ledger, made);
    CHECK(must(ledger->transactions_of_address(loaded, {}, 10)).size() == 1);
}

TEST_CASE("transactions of an address come newest first, between bounds, up to the limit") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    const auto a = key<Pubkey>(100);
    fill(*ledger);
    const auto ids = [&](const Ledger::AddressRange& range, std::size_t limit) {
        return ids_of(must(ledger->transactions_of_address(a, range, limit)));
    };
    const auto t = [](std::uint64_t number) { return key<Txid>(number); };
    CHECK(ids({}, 10) == std::vector<Txid>{t(5), t(4), t(3), t(1)});
    CHECK(ids({}, 2) == std::vector<Txid>{t(5), t(4)});
    CHECK(ids({}, 0).empty());
    CHECK(ids({.before = t(4), .until = {}}, 10) == std::vector<Txid>{t(3), t(1)});
    CHECK(ids({.before = {}, .until = t(3)}, 10) == std::vector<Txid>{t(5), t(4)});
    CHECK(ids({.before = t(5), .until = t(1)}, 10) == std::vector<Txid>{t(4), t(3)});
    // Bounds needn't name the address themselves.
    CHECK(ids({.before = t(2), .until = {}}, 10) == std::vector<Txid>{t(1)});
    CHECK(ids({.before = {}, .until = t(2)}, 10) == std::vector<Txid>{t(5), t(4), t(3)});
    // Unknown bounds: nothing is older than what isn't known, everything is newer.
    CHECK(ids({.before = t(99), .until = {}}, 10).empty());
    CHECK(ids({.before = {}, .until = t(99)}, 10).size() == 4);
    CHECK(ids({.before = t(3), .until = t(4)}, 10).empty());
}

TEST_CASE("shreds appended together share one transaction and get a seq each") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    const std::vector<ShredRecord> shreds = {record(1, 0, {transaction(1)}),
                                             record(1, 1, {transaction(2)}, true),
                                             record(2, 0, {transaction(3)}, true)};
    CHECK(must(ledger->append(shreds)) == 3);
    CHECK(must(ledger->append({})) == 3);
    CHECK(must(ledger->block({1}))->transaction_count == 2);
    CHECK(must(ledger->transaction(key<Txid>(2)))->index == 1);
    CHECK(must(ledger->transaction(key<Txid>(3)))->index == 0);
}

TEST_CASE("a shred that a slot left open is continued after reopening") {
    const TempDir dir;
    auto ledger = must(Ledger::create(dir.path(), genesis()));
    append(*ledger, record(1, 0, {transaction(1), transaction(2)}));
    ledger.reset();
    ledger = must(Ledger::open(dir.path()));
    append(*ledger, record(1, 1, {transaction(3)}, true));
    const auto block = must(ledger->block({1}));
    CHECK(block->first_seq == 1);
    CHECK(block->transaction_count == 3);
    CHECK(must(ledger->transaction(key<Txid>(3)))->index == 2);
    CHECK(ledger->tip().transaction_count == 3);
}

TEST_CASE("a visit of shreds ends when the visitor says so") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    fill(*ledger);
    int visits = 0;
    must(ledger->each_shred(0, [&](StoredShred&&) { return ++visits < 2; }));
    CHECK(visits == 2);
}

TEST_CASE("blocks are visited downwards from a slot, without those that a rewind undid") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    for (const std::uint64_t slot : {1, 2, 4, 7, 9}) append(*ledger, record(slot, 0, {}, true));
    must(ledger->rewind(4, {}));
    append(*ledger, record(8, 0, {}, true));
    const auto visited = [&](Slot from, std::size_t limit) {
        std::vector<std::uint64_t> slots;
        must(ledger->each_block_down(from, [&](const BlockInfo& block) {
            slots.push_back(block.slot.value);
            return slots.size() < limit;
        }));
        return slots;
    };
    CHECK(visited({UINT64_MAX}, 99) == std::vector<std::uint64_t>{8, 7, 4, 2, 1});
    CHECK(visited({6}, 2) == std::vector<std::uint64_t>{4, 2});
    CHECK(visited({0}, 99).empty());
}

TEST_CASE("an idle ledger doesn't grow") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    fill(*ledger);
    while (must(ledger->maintain())) {
    }
    const auto size = [&] {
        std::uintmax_t total = 0;
        for (const auto& file : std::filesystem::directory_iterator(dir.path()))
            total += file.file_size();
        return total;
    };
    const auto before = size();
    for (int i = 0; i < 100; ++i) {
        CHECK_FALSE(must(ledger->maintain()));
        must(ledger->checkpoint());
    }
    CHECK(size() <= before + 65'536);
}

TEST_CASE("an idle ledger begins its log once, and then writes nothing") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(dir.path(), genesis()));
    const auto log = dir.path() / "ledger.sqlite-wal";
    fill(*ledger);
    must(ledger->checkpoint());
    while (must(ledger->maintain())) {
    }
    CHECK(ledger->log_bytes() == 0);
    const auto written = std::filesystem::last_write_time(log);
    for (int i = 0; i < 10; ++i) {
        CHECK_FALSE(must(ledger->maintain()));
        if (ledger->log_bytes() > 0) must(ledger->checkpoint());
    }
    CHECK(std::filesystem::last_write_time(log) == written);
}

TEST_CASE("a log that a crash left behind waits for a checkpoint") {
    const TempDir dir;
    auto ledger = must(Ledger::create(dir.path(), genesis()));
    fill(*ledger);
    ledger.reset();
    ledger = must(Ledger::open(dir.path()));
    CHECK(ledger->log_bytes() > 0);
    must(ledger->checkpoint());
    CHECK(ledger->log_bytes() == 0);
}

TEST_CASE("a checkpoint empties the log") {
    const TempDir dir;
    auto ledger = must(Ledger::create(dir.path(), genesis()));
    CHECK(ledger->log_bytes() == 0);
    fill(*ledger);
    CHECK(ledger->log_bytes() > 0);
    must(ledger->checkpoint());
    CHECK(ledger->log_bytes() == 0);
    append(*ledger, record(9, 1, {transaction(6)}, true));
    CHECK(ledger->log_bytes() > 0);
    CHECK(must(ledger->transactions_of_block({9})).size() == 2);
}

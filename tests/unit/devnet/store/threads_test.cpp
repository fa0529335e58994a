#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "devnet/store/ledger.hpp"
#include "samples.hpp"

using namespace orrery;
using namespace orrery::store;
using namespace orrery::store::samples;

namespace {

constexpr std::uint64_t writes = 400;
constexpr std::uint64_t taken_back = 3;  ///< slots at most, by one rewind

SampleTransaction transaction_of(std::uint64_t slot) {
    return transaction(slot, {key<Pubkey>(0), key<Pubkey>(slot)});
}

/// What readers may count on: every slot up to `kept` is there for good.
struct Shared {
    Ledger& ledger;
    std::atomic<std::uint64_t> kept = 0;
    std::atomic<bool> stop = false;
    std::atomic<int> failures = 0;
    std::atomic<std::uint64_t> queries = 0;

    void expect(bool condition) {
        if (!condition) ++failures;
    }
};

void read_once(Shared& shared, std::mt19937& rng) {
    const auto kept = shared.kept.load();
    if (kept == 0) return;
    const std::uint64_t slot = 1 + rng() % kept;
    const auto found = shared.ledger.transaction(transaction_of(slot).id);
    shared.expect(found && *found && (*found)->slot == Slot{slot});
    const auto block = shared.ledger.block({slot});
    shared.expect(block && *block && (*block)->record.blockhash == key<Hash>(slot));
    const auto inside = shared.ledger.transactions_of_block({slot});
    shared.expect(inside && inside->size() == 1 && inside->front().id == transaction_of(slot).id);
    const auto all = shared.ledger.transactions_of_address(key<Pubkey>(0), {}, SIZE_MAX);
    shared.expect(all && all->size() >= kept);
    // Newest first, each slot once, without a gap: one state of the chain.
    if (all)
        for (std::size_t i = 0; i < all->size(); ++i)
            shared.expect((*all)[i].slot.value == all->size() - i);
    const auto blocks = shared.ledger.blocks({0}, {UINT64_MAX}, SIZE_MAX);
    shared.expect(blocks && blocks->size() >= kept);
    if (blocks)
        for (std::size_t i = 0; i < blocks->size(); ++i)
            shared.expect((*blocks)[i].slot.value == i + 1);
    shared.expect(shared.ledger.tip().slot >= Slot{kept});
    ++shared.queries;
}

// Appends slots; after every ten takes the last few back, to append them anew.
void write_all(Shared& shared) {
    std::vector<Seq> seq_of_slot(writes + 1);
    std::uint64_t slot = 0;
    for (std::uint64_t turn = 1; slot < writes; ++turn) {
        ++slot;
        const auto made = record(slot, 0, {transaction_of(slot)}, true);
        const auto seq = shared.ledger.append({&made, 1});
        shared.expect(seq.has_value());
        if (!seq) return;
        seq_of_slot[slot] = *seq;
        if (slot > taken_back) shared.kept = slot - taken_back;
        if (turn % 10 == 0) {
            slot -= turn / 10 % (taken_back + 1);
            shared.expect(shared.ledger.rewind(seq_of_slot[slot], {}).has_value());
        }
        if (turn % 3 == 0) shared.expect(shared.ledger.maintain().has_value());
    }
}

}  // namespace

TEST_CASE("many threads read one state each while one writes, rewinds, merges and cleans") {
    const TempDir dir;
    const auto ledger = must(Ledger::create(
        dir.path(), genesis(), {.index_tail = 60, .index_fan_out = 2, .dirty_accounts = 3}));
    Shared shared{.ledger = *ledger};
    constexpr std::uint32_t reader_count = 4;
    std::vector<std::thread> readers;
    readers.reserve(reader_count);
    for (std::uint32_t i = 0; i < reader_count; ++i)
        readers.emplace_back([&shared, i] {
            std::mt19937 rng{i};
            while (!shared.stop) read_once(shared, rng);
        });
    std::thread checkpointer([&shared] {
        while (!shared.stop) {
            shared.expect(shared.ledger.checkpoint().has_value());
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    });
    write_all(shared);
    shared.stop = true;
    for (auto& reader : readers) reader.join();
    checkpointer.join();
    CHECK(shared.failures == 0);
    CHECK(shared.queries > 4);
    CHECK(ledger->tip().slot == Slot{writes});
}

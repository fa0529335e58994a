#include "devnet/sequencer/chain.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <future>
#include <thread>

#include "devnet/bank/replay.hpp"
#include "devnet/sequencer/genesis_record.hpp"
#include "devnet/store/ledger.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/jumbo_builder.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/devnet/bank/test_chain.hpp"

namespace orrery::sequencer {
namespace {

using std::chrono::milliseconds;

Pubkey key(std::uint8_t fill) {
    Pubkey out;
    out.bytes.fill(fill);
    return out;
}

/// A directory that goes with the test.
struct TempDir {
    std::filesystem::path path;
    TempDir() {
        char name[] = "/tmp/orrery-chain-XXXXXX";
        path = ::mkdtemp(name);
    }
    ~TempDir() { std::filesystem::remove_all(path); }
};

std::unique_ptr<store::Ledger> create_ledger(const TempDir& dir, const bank::Genesis& genesis) {
    auto ledger = store::Ledger::create(dir.path / "ledger", to_record(genesis));
    REQUIRE(ledger);
    return std::move(*ledger);
}

std::unique_ptr<store::Ledger> open_ledger(const TempDir& dir) {
    auto ledger = store::Ledger::open(dir.path / "ledger");
    INFO((ledger ? std::string() : ledger.error().message));
    REQUIRE(ledger);
    return std::move(*ledger);
}

std::unique_ptr<Chain> start(ChainConfig config) {
    auto chain = Chain::start(std::move(config));
    INFO((chain ? std::string() : chain.error().message));
    REQUIRE(chain);
    return std::move(*chain);
}

ChainConfig config(BlockMode mode, std::uint8_t seed = 1) {
    ChainConfig out{.bank = bank::TestChain::config(seed), .ledger = nullptr, .clock = nullptr};
    out.block_mode = mode;
    return out;
}

std::shared_ptr<const tx::Transaction> transfer(const Chain& chain, const Pubkey& to,
                                                std::uint64_t lamports) {
    const auto payer = chain.genesis().dev_account(0);
    const std::vector<Instruction> instructions = {
        tx::system::transfer({payer.pubkey, to, Lamports{lamports}})};
    const auto wire = tx::build_signed({.payer = payer.pubkey,
                                        .lifetime = chain.at(Commitment::processed).blockhash.hash,
                                        .instructions = instructions,
                                        .tables = {}},
                                       {&payer});
    return std::make_shared<const tx::Transaction>(*tx::decode(*wire));
}

svm::TxOutcome send(Chain& chain, std::shared_ptr<const tx::Transaction> transaction) {
    auto promise = std::make_shared<std::promise<svm::TxOutcome>>();
    auto outcome = promise->get_future();
    REQUIRE(chain.submit(std::move(transaction),
                         [promise](const svm::TxOutcome& o) { promise->set_value(o); }));
    return outcome.get();
}

std::uint64_t lamports(const svm::AccountReader& reader, const Pubkey& account) {
    const auto found = reader.get(account).account;
    return found ? found->lamports.value : 0;
}

/// Counts transactions per commitment level.
struct Counter final : events::Sink {
    std::array<std::atomic<int>, events::commitment_count> reached{};
    void publish(const events::Event& event) override {
        if (const auto* r = std::get_if<events::Reached>(&event))
            for (const auto& entry : r->entries)
                if (entry->transaction) ++reached[static_cast<std::size_t>(r->level)];
    }
};

/// Counts transactions that ended their slot and were told of while only that slot could be read.
struct EarlyNews final : events::Sink {
    explicit EarlyNews(const Chain& c) : chain(c) {}
    const Chain& chain;
    std::atomic<int> told = 0, early = 0;
    void publish(const events::Event& event) override {
        const auto* r = std::get_if<events::Reached>(&event);
        if (!r) return;
        for (const auto& entry : r->entries) {
            if (!entry->transaction) continue;
            ++told;
            if (chain.at(r->level).sysvars->clock.slot <= entry->slot.value) ++early;
        }
    }
};

}  // namespace

TEST_CASE("a transaction is processed at once and confirmed when stored") {
    const auto chain = start(config(BlockMode::interval));
    Counter counter;
    chain->add_sink(counter);
    REQUIRE(send(*chain, transfer(*chain, key(5), 1'000'000'000)).ok());
    CHECK(lamports(chain->at(Commitment::processed), key(5)) == 1'000'000'000);
    chain->flush();
    CHECK(lamports(chain->at(Commitment::confirmed), key(5)) == 1'000'000'000);
    CHECK(lamports(chain->at(Commitment::finalized), key(5)) == 1'000'000'000);
    CHECK(counter.reached[0] == 1);
    CHECK(counter.reached[1] == 1);
    CHECK(counter.reached[2] == 1);
    chain->remove_sink(counter);
}

TEST_CASE("slots go by on an idle chain and nothing is stored for them") {
    TempDir dir;
    auto c = config(BlockMode::interval);
    c.slot_time = milliseconds(5);
    c.ledger = create_ledger(dir, c.bank.genesis);
    const auto chain = start(std::move(c));
    const auto first = chain->at(Commitment::processed);
    while (chain->at(Commitment::confirmed).slot.value < first.slot.value + 5)
        std::this_thread::sleep_for(milliseconds(2));
    const auto later = chain->at(Commitment::finalized);
    CHECK(later.blockhash.hash != first.blockhash.hash);
    CHECK(later.block_height > first.blockhash.height);
    CHECK(chain->at(Commitment::processed).sysvars->clock.slot >= later.slot.value);
    CHECK(chain->ledger()->tip().last_seq == 0);
}

TEST_CASE("in auto mode each transaction is a slot of its own") {
    const auto chain = start(config(BlockMode::automatic));
    const auto before = chain->at(Commitment::processed).slot.value;
    for (int i = 0; i < 3; ++i)
        REQUIRE(send(*chain, transfer(*chain, key(5), 1'000'000'000u + unsigned(i))).ok());
    chain->flush();
    CHECK(chain->at(Commitment::processed).slot.value == before + 3);
    CHECK(chain->at(Commitment::confirmed).slot.value == before + 2);
}

TEST_CASE("who hears of what ended a slot reads the next one, at every level") {
    const auto chain = start(config(BlockMode::automatic));
    EarlyNews news(*chain);
    chain->add_sink(news);
    for (int i = 0; i < 200; ++i)
        REQUIRE(send(*chain, transfer(*chain, key(5), 1'000'000'000u + unsigned(i))).ok());
    chain->flush();
    CHECK(news.told == 3 * 200);
    CHECK(news.early == 0);
    chain->remove_sink(news);
}

TEST_CASE("in manual mode slots end only by hand") {
    const auto chain = start(config(BlockMode::manual));
    const auto before = chain->at(Commitment::processed).slot.value;
    REQUIRE(send(*chain, transfer(*chain, key(5), 1'000'000'000)).ok());
    std::this_thread::sleep_for(milliseconds(20));
    CHECK(chain->at(Commitment::processed).slot.value == before);
    REQUIRE(chain->advance(4));
    CHECK(chain->at(Commitment::processed).slot.value == before + 4);
}

TEST_CASE("what doesn't fit into a slot any more goes first in the next") {
    auto c = config(BlockMode::manual);
    c.slot_units = 10'000;  // a transfer asks for 3,000 units and uses 150
    const auto chain = start(std::move(c));
    std::vector<unsigned> order;
    for (unsigned i = 0; i < 100; ++i)
        REQUIRE(chain->submit(transfer(*chain, key(5), 1'000'000 + i),
                              [&order, i](const svm::TxOutcome&) { order.push_back(i); }));
    for (const std::size_t executed : {47, 94, 100, 100}) {
        chain->flush();
        CHECK(order.size() == executed);
        REQUIRE(chain->advance(1));
    }
    CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("what still waits for a slot when the chain stops runs before it does") {
    std::atomic<unsigned> executed{0};
    {
        auto c = config(BlockMode::manual);
        c.slot_units = 1'000;
        const auto chain = start(std::move(c));
        for (unsigned i = 0; i < 5; ++i)
            REQUIRE(chain->submit(transfer(*chain, key(5), 1'000'000 + i),
                                  [&](const svm::TxOutcome& o) { executed += o.ok(); }));
    }
    CHECK(executed == 5);
}

TEST_CASE("what waits for a slot goes on after a warp and after a revert, and survives the stop") {
    std::vector<unsigned> order;
    {
        auto c = config(BlockMode::manual);
        c.slot_units = 400;  // two transfers
        const auto chain = start(std::move(c));
        const auto snapshot = chain->snapshot();
        REQUIRE(snapshot);
        for (unsigned i = 0; i < 8; ++i)
            REQUIRE(chain->submit(transfer(*chain, key(5), 1'000'000 + i),
                                  [&order, i](const svm::TxOutcome&) { order.push_back(i); }));
        chain->flush();
        const auto ran = order.size();
        REQUIRE(ran < 4);
        REQUIRE(chain->warp(Slot{chain->at(Commitment::processed).slot.value + 10}, 0));
        chain->flush();
        CHECK(order.size() > ran);
        REQUIRE(chain->revert(*snapshot));
    }
    CHECK(order == std::vector<unsigned>{0, 1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE("the queue is bounded by bytes as well") {
    auto c = config(BlockMode::manual);
    c.slot_units = 1;  // all but the first wait
    c.queue_bytes = 1'000;
    const auto chain = start(std::move(c));
    std::size_t taken = 0;
    while (chain->submit(transfer(*chain, key(5), 1'000'000 + taken))) ++taken;
    CHECK(taken >= 4);  // of 215 bytes each
    CHECK(taken <= 5);  // the first may have run already
    chain->flush();
    CHECK(chain->submit(transfer(*chain, key(5), 1)).error() == SubmitError::queue_full);
}

TEST_CASE("a jumbo is found by its id, however it was signed, also after a restart") {
    TempDir dir;
    auto c = config(BlockMode::manual);
    c.ledger = create_ledger(dir, c.bank.genesis);
    std::vector<std::shared_ptr<const tx::Transaction>> sent;
    {
        const auto chain = start(std::move(c));
        const auto payer = chain->genesis().dev_account(0);
        for (const bool by_text : {false, true}) {
            tx::JumboBuilder builder(payer.pubkey);
            for (std::uint8_t i = 1; i <= 200; ++i)
                builder.add(tx::system::transfer({payer.pubkey, key(i), Lamports{1'000'000}}));
            builder.lifetime(chain->at(Commitment::processed).blockhash.hash);
            if (by_text) builder.text_signatures();
            const auto wire = builder.sign({&payer});
            INFO((wire ? std::string() : wire.error().what));
            REQUIRE(wire);
            sent.push_back(*tx::decode_shared(*wire));
            REQUIRE(send(*chain, sent.back()).ok());
        }
        REQUIRE(chain->advance(1));
    }
    auto again = config(BlockMode::manual);
    again.ledger = open_ledger(dir);
    const auto chain = start(std::move(again));
    for (const auto& transaction : sent) {
        const auto found = chain->ledger()->transaction(transaction->id());
        REQUIRE(found);
        REQUIRE(*found);
        CHECK((*found)->wire == *transaction->wire);
        CHECK((*found)->id == transaction->id());
        CHECK(send(*chain, transaction).error->code == tx::TransactionErrorCode::AlreadyProcessed);
    }
    const auto of_address = chain->ledger()->transactions_of_address(key(7), {}, 10);
    REQUIRE(of_address);
    CHECK(of_address->size() == 2);
}

TEST_CASE("a restart goes on where the ledger ends") {
    TempDir dir;
    auto c = config(BlockMode::manual);
    c.ledger = create_ledger(dir, c.bank.genesis);
    std::shared_ptr<const tx::Transaction> sent;
    ChainPoint before;
    {
        const auto chain = start(std::move(c));
        for (unsigned i = 0; i < 20; ++i) {
            sent = transfer(*chain, key(5), 1'000'000'000 + i);
            REQUIRE(send(*chain, sent).ok());
            if (i % 3 == 0) REQUIRE(chain->advance(1 + i % 4));
        }
        REQUIRE(chain->warp(Slot{5000}, 100));
        REQUIRE(send(*chain, transfer(*chain, key(6), 2'000'000'000)).ok());
        chain->flush();
        before = chain->at(Commitment::processed);
        before.accounts.reset();
    }
    auto again = config(BlockMode::manual);
    again.ledger = open_ledger(dir);
    const auto chain = start(std::move(again));
    const auto now = chain->at(Commitment::finalized);
    CHECK(now.slot.value >= before.slot.value);
    CHECK(now.transaction_count == 21);
    CHECK(lamports(now, key(5)) == 20 * 1'000'000'000ull + 190);
    CHECK(lamports(now, key(6)) == 2'000'000'000);
    CHECK(chain->is_blockhash_valid(before.blockhash.hash, Commitment::processed));
    const auto repeated = send(*chain, sent);
    CHECK(repeated.error->code == tx::TransactionErrorCode::AlreadyProcessed);
    const auto next = send(*chain, transfer(*chain, key(5), 1'000'000'000));
    INFO((next.error ? tx::display(*next.error) : std::string()));
    CHECK(next.ok());
}

TEST_CASE("slots and blockhashes that an idle chain reported survive a restart") {
    TempDir dir;
    // Slots go by in the test's own time, however slow the machine is.
    const auto patient = [] {
        auto out = config(BlockMode::interval);
        out.slot_time = milliseconds(20);
        out.bank.genesis.max_blockhash_age = 16'384;
        return out;
    };
    auto c = patient();
    c.ledger = create_ledger(dir, c.bank.genesis);
    ChainPoint seen;
    {
        const auto chain = start(std::move(c));
        REQUIRE(send(*chain, transfer(*chain, key(5), 1'000'000'000)).ok());
        const auto first = chain->at(Commitment::processed).slot.value;
        while (chain->at(Commitment::finalized).slot.value < first + 30)
            std::this_thread::sleep_for(milliseconds(2));
        seen = chain->at(Commitment::finalized);
        seen.accounts.reset();
    }
    auto again = patient();
    again.ledger = open_ledger(dir);
    const auto chain = start(std::move(again));
    CHECK(chain->at(Commitment::processed).slot >= seen.slot);
    REQUIRE(chain->closed_slot(seen.blockhash.slot));
    CHECK(chain->closed_slot(seen.blockhash.slot)->hash == seen.blockhash.hash);
    CHECK(chain->is_blockhash_valid(seen.blockhash.hash, Commitment::finalized));
}

TEST_CASE("slots that went by on command survive a restart, with entries or without") {
    TempDir dir;
    auto c = config(BlockMode::manual);
    c.ledger = create_ledger(dir, c.bank.genesis);
    ChainPoint before;
    std::vector<bank::HashedSlot> closed;
    {
        const auto chain = start(std::move(c));
        REQUIRE(chain->advance(3));
        REQUIRE(send(*chain, transfer(*chain, key(5), 1'000'000'000)).ok());
        for (const auto slots : {1u, 0u, 1u, 4u}) REQUIRE(chain->advance(slots));
        before = chain->at(Commitment::processed);
        before.accounts.reset();
        closed = chain->bank().blockhashes().newest(SIZE_MAX);
    }
    auto again = config(BlockMode::manual);
    again.ledger = open_ledger(dir);
    const auto chain = start(std::move(again));
    const auto now = chain->at(Commitment::processed);
    CHECK(now.slot == before.slot);
    CHECK(now.block_height == before.block_height);
    CHECK(now.blockhash.hash == before.blockhash.hash);
    REQUIRE(closed.size() == 10);  // genesis and nine slots
    for (const auto& slot : closed) {
        INFO(slot.slot.value);
        REQUIRE(chain->closed_slot(slot.slot));
        CHECK(chain->closed_slot(slot.slot)->hash == slot.hash);
    }
}

TEST_CASE("every shred of a ledger replays from genesis") {
    TempDir dir;
    auto c = config(BlockMode::automatic);
    c.ledger = create_ledger(dir, c.bank.genesis);
    {
        const auto chain = start(std::move(c));
        for (unsigned i = 0; i < 50; ++i)
            send(*chain, transfer(*chain, key(static_cast<std::uint8_t>(i)), 900'000 + 1000 * i));
        REQUIRE(chain->airdrop(key(200), Lamports{5'000'000'000}));
    }
    const auto ledger = open_ledger(dir);
    bank::Bank bank(bank::TestChain::config(1));
    bank::Replayer replayer(bank, bank.genesis_hash());
    REQUIRE(ledger->each_shred(0, [&](store::StoredShred&& shred) {
        const auto applied = replayer.apply(shred.bytes);
        INFO((applied ? std::string() : applied.error().what));
        CHECK(applied);
        return applied.has_value();
    }));
    CHECK(replayer.last_shred_hash() == ledger->tip().last_shred_hash);
    CHECK(lamports(bank.accounts().writer_view(), key(200)) == 5'000'000'000);
}

TEST_CASE("a revert undoes accounts, statuses and history") {
    TempDir dir;
    auto c = config(BlockMode::manual);
    c.ledger = create_ledger(dir, c.bank.genesis);
    const auto chain = start(std::move(c));
    REQUIRE(send(*chain, transfer(*chain, key(5), 1'000'000'000)).ok());
    const auto snapshot = chain->snapshot();
    REQUIRE(snapshot);
    const auto sent = transfer(*chain, key(6), 1'000'000'000);
    REQUIRE(send(*chain, sent).ok());
    REQUIRE(chain->advance(3));
    REQUIRE(chain->revert(*snapshot));
    CHECK(lamports(chain->at(Commitment::processed), key(5)) == 1'000'000'000);
    CHECK(lamports(chain->at(Commitment::finalized), key(6)) == 0);
    CHECK_FALSE(chain->recent_status(sent->id()));
    CHECK_FALSE(*chain->ledger()->transaction(sent->id()));
    CHECK(send(*chain, sent).ok());  // as if it had never been
    CHECK_FALSE(chain->revert(*snapshot));
}

TEST_CASE("a slot keeps its time when a revert leads back into it") {
    class HandClock final : public Clock {
      public:
        std::atomic<std::int64_t> seconds{1'000};
        std::int64_t unix_seconds() const override { return seconds; }
        std::chrono::steady_clock::time_point now() const override { return {}; }
    };
    TempDir dir;
    const auto clock = std::make_shared<HandClock>();
    auto c = config(BlockMode::manual);
    c.ledger = create_ledger(dir, c.bank.genesis);
    c.clock = clock;
    const auto chain = start(std::move(c));
    REQUIRE(send(*chain, transfer(*chain, key(5), 1'000'000'000)).ok());
    const auto slot = chain->at(Commitment::processed).slot;
    const auto snapshot = chain->snapshot();
    REQUIRE(snapshot);
    REQUIRE(chain->advance(1));
    clock->seconds = 2'000;
    REQUIRE(send(*chain, transfer(*chain, key(5), 1'000'000'001)).ok());
    REQUIRE(chain->revert(*snapshot));
    REQUIRE(chain->advance(1));
    chain->flush();
    const auto blocks = chain->ledger()->blocks(slot, slot, 1);
    REQUIRE(blocks);
    REQUIRE(blocks->size() == 1);
    CHECK(blocks->front().unix_timestamp == 1'000);
}

TEST_CASE("finalized trails confirmed by the finality lag") {
    auto c = config(BlockMode::manual);
    c.finality_lag = 2;
    const auto chain = start(std::move(c));
    REQUIRE(send(*chain, transfer(*chain, key(5), 1'000'000'000)).ok());
    REQUIRE(chain->advance(1));
    chain->flush();
    CHECK(lamports(chain->at(Commitment::confirmed), key(5)) == 1'000'000'000);
    CHECK(lamports(chain->at(Commitment::finalized), key(5)) == 0);
    REQUIRE(chain->advance(2));
    chain->flush();
    CHECK(lamports(chain->at(Commitment::finalized), key(5)) == 1'000'000'000);
}

TEST_CASE("a closed slot has its hash and height, empty or not, near or far") {
    TempDir dir;
    auto c = config(BlockMode::manual);
    c.ledger = create_ledger(dir, c.bank.genesis);
    const auto chain = start(std::move(c));
    std::vector<bank::HashedSlot> seen;
    for (unsigned i = 0; i < 700; ++i) {
        if (i % 100 == 7) REQUIRE(send(*chain, transfer(*chain, key(5), 1'000'000'000 + i)).ok());
        if (i == 350) REQUIRE(chain->warp(Slot{2000}, 0));
        const auto first = chain->at(Commitment::processed).slot;
        REQUIRE(chain->advance(1 + i % 3));
        for (auto slot = first; slot < chain->at(Commitment::processed).slot; ++slot.value)
            if (const auto closed = chain->bank().blockhashes().find(slot)) seen.push_back(*closed);
    }
    CHECK(seen.size() > 1000);
    chain->flush();
    for (const auto& slot : seen) {
        const auto found = chain->closed_slot(slot.slot);
        INFO(slot.slot.value);
        REQUIRE(found);
        CHECK(found->hash == slot.hash);
        CHECK(found->height == slot.height);
    }
    CHECK_FALSE(chain->closed_slot(Slot{1000}));  // jumped over
    CHECK_FALSE(chain->closed_slot(chain->at(Commitment::processed).slot));
}

TEST_CASE("two chains of different genesis run side by side") {
    const auto a = start(config(BlockMode::interval, 1));
    const auto b = start(config(BlockMode::interval, 2));
    CHECK(a->genesis_hash() != b->genesis_hash());
    const auto load = [](Chain& chain) {
        for (unsigned i = 0; i < 200; ++i)
            (void)chain.submit(transfer(chain, key(7), 1'000'000'000 + i));
        chain.flush();
    };
    std::thread one([&] { load(*a); });
    std::thread two([&] { load(*b); });
    std::thread reader([&] {
        for (int i = 0; i < 200; ++i) {
            const auto point = a->at(Commitment::confirmed);
            (void)lamports(point, key(7));
            (void)a->simulate(*transfer(*a, key(8), 1'000'000'000), a->at(Commitment::processed));
        }
    });
    one.join();
    two.join();
    reader.join();
    CHECK(lamports(a->at(Commitment::confirmed), key(7)) == 200 * 1'000'000'000ull + 19'900);
    CHECK(lamports(b->at(Commitment::confirmed), key(7)) == 200 * 1'000'000'000ull + 19'900);
    const auto foreign = send(*b, transfer(*a, key(7), 5'000'000'000));
    CHECK(foreign.error->code == tx::TransactionErrorCode::BlockhashNotFound);
}

}  // namespace orrery::sequencer

// The bank's caches: recent blockhashes, processed messages, compiled programs.

#include <atomic>
#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <thread>

#include "devnet/bank/blockhash_queue.hpp"
#include "devnet/bank/program_cache.hpp"
#include "devnet/bank/status_cache.hpp"
#include "devnet/svm/syscalls/table.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/devnet/svm/vm/assembler.hpp"

namespace orrery::bank {
namespace {

Hash hash(std::uint64_t n) {
    Hash out;
    store_le(out.bytes.data(), n * 0x9E3779B97F4A7C15ull);
    store_le(out.bytes.data() + 8, n);
    store_le(out.bytes.data() + 16, n ^ 0x5555);
    return out;
}

/// Slots are twice the height: every other one has no hash.
HashedSlot slot(std::uint64_t height) { return {Slot{2 * height}, hash(height), height}; }

AccountRef holding(const Bytes& data) {
    return std::make_shared<const Account>(
        Account{Lamports{1}, ids::loader_v2, true, 0, AccountData::from(data)});
}

Bytes elf(int value) {
    return vm::test::build(sbpf::SbpfVersion::v3, "mov64 r0, " + std::to_string(value) + "; exit");
}

}  // namespace

TEST_CASE("a hash is recent while at most max_age newer ones are there") {
    for (const std::uint64_t max_age : {0u, 3u, 150u, 600u}) {
        BlockhashQueue queue(max_age);
        for (std::uint64_t height = 0; height < 1500; ++height) {
            queue.push(slot(height));
            CHECK(queue.newest().height == height);
            CHECK(queue.is_recent(hash(height)));
            if (height > max_age) {
                CHECK(queue.is_recent(hash(height - max_age)));
                CHECK_FALSE(queue.is_recent(hash(height - max_age - 1)));
            }
        }
        CHECK_FALSE(queue.is_recent(hash(9999)));
        CHECK_FALSE(queue.is_recent(Hash{}));
    }
}

TEST_CASE("slots are found by hash and by number while they are kept") {
    BlockhashQueue queue(150);
    for (std::uint64_t height = 0; height < 700; ++height) queue.push(slot(height));
    REQUIRE(queue.find(hash(699)));
    CHECK(queue.find(hash(400))->slot == Slot{800});
    CHECK(queue.find(Slot{800})->hash == hash(400));
    CHECK_FALSE(queue.find(Slot{801}));  // a slot without a hash
    CHECK_FALSE(queue.find(Slot{0}));    // long gone
    CHECK_FALSE(queue.find(hash(0)));
    const auto newest = queue.newest(3);
    REQUIRE(newest.size() == 3);
    CHECK(newest[0].height == 699);
    CHECK(newest[2].height == 697);
    CHECK(queue.newest(SIZE_MAX).size() == 512);
}

TEST_CASE("a revert brings back hashes that had left by age, as long as a snapshot keeps them") {
    BlockhashQueue queue(150);
    for (std::uint64_t height = 0; height < 1000; ++height) queue.push(slot(height));
    queue.keep_from(1000);
    for (std::uint64_t height = 1000; height < 3000; ++height) queue.push(slot(height));
    CHECK_FALSE(queue.is_recent(hash(999)));
    queue.revert_to(999);
    CHECK(queue.newest().height == 999);
    CHECK(queue.is_recent(hash(999)));
    CHECK(queue.is_recent(hash(849)));
    CHECK_FALSE(queue.is_recent(hash(848)));
    CHECK_FALSE(queue.is_recent(hash(1000)));
    CHECK(queue.newest(SIZE_MAX).size() == 512);
    queue.keep_from(std::nullopt);
    for (std::uint64_t height = 1000; height < 2000; ++height) queue.push(slot(height));
    CHECK(queue.newest(SIZE_MAX).size() == 512);
}

TEST_CASE("messages are known until they expire or are undone") {
    StatusCache cache({1, 2, 3});
    const auto message = [&](std::uint64_t n) { return cache.key_of(hash(n).span()); };
    std::mt19937 random(5);
    struct Row {
        std::uint64_t n, height, sequence;
    };
    std::vector<Row> model;
    std::uint64_t height = 0, sequence = 0, next = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto what = random() % 400;
        if (what == 0) {
            const auto below = height > 5 ? height - 5 : 0;
            cache.expire_below(below);
            std::erase_if(model, [&](const Row& row) { return row.height < below; });
        } else if (what == 1 && !model.empty()) {
            const auto to = model[random() % model.size()].sequence;
            cache.revert_to(to);
            std::erase_if(model, [&](const Row& row) { return row.sequence > to; });
            sequence = to;
            height = model.empty() ? height : model.back().height;
        } else {
            height += random() % 20 == 0;
            cache.insert(message(next), height, ++sequence);
            model.push_back({next++, height, sequence});
        }
        CHECK(cache.size() == model.size());
    }
    std::set<std::uint64_t> known;
    for (const auto& row : model) known.insert(row.n);
    for (std::uint64_t n = 0; n < next; ++n) CHECK(cache.contains(message(n)) == known.contains(n));
    CHECK(next > model.size());
}

TEST_CASE("a program is compiled once, whoever holds it and wherever it lies") {
    const ProgramCache cache(syscalls::syscall_registry());
    Pubkey a, b;
    b.bytes.fill(1);
    const auto account = holding(elf(1));
    const auto first = cache.load(a, account, 0);
    REQUIRE(first);
    CHECK(cache.load(a, account, 0).value() == *first);
    CHECK(cache.load(a, holding(elf(1)), 0).value() == *first);  // another value, the same ELF
    CHECK(cache.load(b, holding(elf(1)), 0).value() == *first);  // another address
    auto shifted = Bytes(45);
    const auto bytes = elf(1);
    shifted.insert(shifted.end(), bytes.begin(), bytes.end());
    CHECK(cache.load(b, holding(shifted), 45).value() == *first);
    CHECK(cache.compiled() == 1);

    const auto other = cache.load(a, holding(elf(2)), 0);
    REQUIRE(other);
    CHECK_FALSE(*other == *first);
    CHECK(cache.compiled() == 2);
    CHECK(cache.load(a, account, 0).value() == *first);  // b's entry still holds it
    CHECK(cache.compiled() == 2);
}

TEST_CASE("what doesn't load isn't tried again, and an offset behind the data is no program") {
    const ProgramCache cache(syscalls::syscall_registry());
    const auto broken = holding(Bytes(100, 3));
    const auto error = cache.load(Pubkey{}, broken, 0);
    REQUIRE_FALSE(error);
    CHECK(cache.load(Pubkey{}, broken, 0).error() == error.error());
    CHECK(cache.compiled() == 1);
    CHECK_FALSE(cache.load(Pubkey{}, broken, 101));
    CHECK_FALSE(cache.load(Pubkey{}, holding({}), 0));
}

TEST_CASE("threads that ask for the same programs get them all") {
    const ProgramCache cache(syscalls::syscall_registry());
    std::vector<AccountRef> accounts;
    for (int i = 0; i < 6; ++i) accounts.push_back(holding(elf(i)));
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (unsigned i = 0; i < 300; ++i) {
                const auto n = (i + t) % accounts.size();
                Pubkey key;
                key.bytes.fill(static_cast<std::uint8_t>(n % 3));  // keys are shared by programs
                const auto program = cache.load(key, accounts[n], 0);
                if (!program || (*program)->ops().empty()) failures += 1;
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(failures == 0);
}

}  // namespace orrery::bank

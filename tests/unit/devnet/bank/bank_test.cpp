#include <catch2/catch.hpp>

#include "devnet/bank/replay.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/devnet/bank/test_chain.hpp"

namespace orrery::bank {
namespace {

using tx::TransactionErrorCode;

Pubkey key(std::uint8_t fill) {
    Pubkey out;
    out.bytes.fill(fill);
    return out;
}

Instruction pay(const TestChain& chain, const Pubkey& to, std::uint64_t lamports) {
    return tx::system::transfer({chain.payer().pubkey, to, Lamports{lamports}});
}

void replay_all(const TestChain& chain, Bank& bank) {
    Replayer replayer(bank, bank.genesis_hash());
    for (const auto& shred : chain.shreds()) {
        const auto applied = replayer.apply(*shred.bytes);
        INFO((applied ? std::string() : applied.error().what));
        REQUIRE(applied);
    }
}

}  // namespace

TEST_CASE("a transfer moves lamports and charges the fee") {
    TestChain chain;
    chain.open();
    const auto before = chain.lamports(chain.payer().pubkey);
    const auto outcome = chain.send({pay(chain, key(9), 1'000'000'000)});

    REQUIRE(outcome.ok());
    CHECK(outcome.fee == Lamports{5000});
    CHECK(outcome.compute_units == 150);
    CHECK(outcome.logs ==
          std::vector<std::string>{"Program 11111111111111111111111111111111 invoke [1]",
                                   "Program 11111111111111111111111111111111 success"});
    CHECK(chain.lamports(key(9)) == 1'000'000'000);
    CHECK(chain.lamports(chain.payer().pubkey) == before - 1'000'005'000);
}

TEST_CASE("fees reach the identity when the slot closes and not before") {
    TestChain chain;
    chain.open();
    const auto before = chain.lamports(chain.bank().identity());
    chain.send({pay(chain, key(9), 1'000'000'000)});
    CHECK(chain.lamports(chain.bank().identity()) == before);
    chain.close();
    CHECK(chain.lamports(chain.bank().identity()) == before + 5000);
}

// D3. Agave: runtime/src/bank/check_transactions.rs; the status cache knows message hashes.
TEST_CASE("the same transaction twice is AlreadyProcessed") {
    TestChain chain;
    chain.open();
    const auto transaction = chain.transaction({pay(chain, key(9), 1'000'000'000)});
    REQUIRE(chain.send(transaction).ok());
    const auto again = chain.send(transaction);
    CHECK_FALSE(again.processed());
    CHECK(again.error->code == TransactionErrorCode::AlreadyProcessed);
}

// D1. Agave: accounts-db/src/blockhash_queue.rs, is_hash_index_valid.
TEST_CASE("a blockhash is valid for 150 further slots") {
    TestChain chain;
    const auto transaction = chain.transaction({pay(chain, key(9), 1'000'000'000)});
    const auto hash = chain.bank().blockhashes().newest().hash;
    chain.bank().skip_to(Slot{151});
    CHECK(chain.bank().is_recent(hash));
    chain.bank().skip_to(Slot{152});
    CHECK_FALSE(chain.bank().is_recent(hash));
    chain.open();
    CHECK(chain.send(transaction).error->code == TransactionErrorCode::BlockhashNotFound);
}

TEST_CASE("a replay of the shreds reaches the same state") {
    TestChain chain;
    for (int slot = 0; slot < 5; ++slot) {
        chain.open(1'700'000'000 + slot);
        for (std::uint8_t i = 0; i < 7; ++i) {
            chain.send({pay(chain, key(i + 1), 1'000'000'000u + i)});
            if (i % 3 == 0) chain.seal();
        }
        chain.send({pay(chain, key(77), 1)});  // fails: below rent; its fee counts
        chain.close();
        chain.bank().skip_to(Slot{chain.bank().position().slot.value + 3});
    }
    Bank other(TestChain::config(1));
    replay_all(chain, other);
    CHECK(other.position().parent_hash != Hash{});
    other.skip_to(chain.bank().position().slot);
    CHECK(other.position().parent_hash == chain.bank().position().parent_hash);
    CHECK(other.position().transaction_count == chain.bank().position().transaction_count);
    chain.bank().accounts().for_each(*chain.bank().accounts().pin(),
                                     [&](const Pubkey& k, const svm::VersionedAccount& a) {
                                         const auto b = other.accounts().get(k);
                                         CHECK(a.version == b.version);
                                         CHECK_FALSE(differs(a.account, b.account));
                                     });
}

TEST_CASE("a replay refuses shreds of another genesis and changed ones") {
    TestChain chain;
    chain.open();
    chain.send({pay(chain, key(9), 1'000'000'000)});
    chain.close();
    Bank foreign(TestChain::config(2));
    CHECK_FALSE(Replayer(foreign, foreign.genesis_hash()).apply(*chain.shreds()[0].bytes));

    Bytes changed = *chain.shreds()[0].bytes;
    changed[changed.size() / 2] ^= 1;
    Bank bank(TestChain::config(1));
    CHECK_FALSE(Replayer(bank, bank.genesis_hash()).apply(changed));
}

TEST_CASE("a revert returns to the snapshot and the chain goes on as if nothing had been") {
    TestChain chain, straight;
    for (auto* c : {&chain, &straight}) {
        c->open();
        REQUIRE(c->send({pay(*c, key(3), 2'000'000'000)}).ok());
        c->close();
    }
    const auto snapshot = chain.bank().snapshot();
    chain.open(1'700'000'005);
    chain.send({pay(chain, key(4), 2'000'000'000)});
    chain.send({pay(chain, key(3), 1)});
    chain.close();
    chain.bank().revert(snapshot);
    CHECK(chain.lamports(key(4)) == 0);
    CHECK(chain.bank().accounts().get(key(4)).version == 0);
    CHECK(chain.bank().accounts().get(key(3)).version == 1);
    CHECK(chain.bank().position().parent_hash == straight.bank().position().parent_hash);
    CHECK(chain.bank().blockhashes().newest().hash == straight.bank().blockhashes().newest().hash);
}

TEST_CASE("a warp skips slots without hashes and keeps blockhashes valid") {
    TestChain chain;
    chain.open();
    const auto hash = chain.bank().blockhashes().newest().hash;
    chain.add(chain.bank().warp({Slot{1'000'000}, 500}));
    chain.close();
    CHECK(chain.bank().position().slot == Slot{1'000'000});
    CHECK(chain.bank().position().block_height == 2);
    CHECK(chain.bank().is_recent(hash));
    chain.open(1'700'000'000);
    CHECK(chain.bank().sysvars()->clock.slot == 1'000'000);
    CHECK(chain.bank().sysvars()->clock.unix_timestamp == 1'700'000'500);
    chain.close();
    Bank other(TestChain::config(1));
    replay_all(chain, other);
}

}  // namespace orrery::bank

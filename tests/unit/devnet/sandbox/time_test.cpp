#include <catch2/catch.hpp>
#include <thread>

#include "devnet/sandbox/sandbox.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "tests/unit/devnet/sandbox/programs.hpp"

namespace orrery {
namespace {

using sandbox_test::returning;
using Code = tx::TransactionErrorCode;

constexpr Lamports sol{lamports_per_sol};

Outcome pay(Sandbox& chain, const Pubkey& to, Lamports lamports) {
    return chain.send(tx::system::transfer({chain.payer().pubkey, to, lamports}));
}

Pubkey key(std::uint8_t fill) {
    Pubkey out;
    out.bytes.fill(fill);
    return out;
}

/// All that a chain holds, as text.
std::string contents(const Sandbox& chain) {
    auto out =
        std::to_string(chain.slot().value) + " " + codec::to_string(chain.latest_blockhash());
    for (const auto& owner : {ids::system, ids::sysvar_owner, ids::loader_v3, ids::native_loader})
        for (const auto& [address, account] : chain.owned_by(owner)) {
            out += "\n" + codec::to_string(address) + " " + std::to_string(account.lamports.value) +
                   " ";
            const auto data = account.data.to_bytes();
            out.append(as_text(data));
        }
    return out;
}

/// A bit of everything; what it gives must not depend on anything but the chain.
std::string life(Sandbox& chain) {
    std::string out;
    const auto alice = chain.new_wallet();
    const auto program = *chain.deploy(returning(3, 2000));
    out += describe(chain.send({program, {}, {}}));
    out += describe(pay(chain, alice.pubkey, sol));
    (void)chain.advance_time(1000);
    const auto snapshot = chain.snapshot();
    (void)chain.upgrade(program, returning(4));
    (void)chain.revert(snapshot);
    out += describe(pay(chain, alice.pubkey, sol));
    (void)chain.warp_to_slot(Slot{chain.slot().value + 10'000});
    out += describe(chain.send(tx::system::transfer({alice.pubkey, key(5), sol}), {&alice}));
    return out + contents(chain);
}

}  // namespace

TEST_CASE("slots that go by each have a blockhash") {
    Sandbox chain;
    const auto first = chain.latest_blockhash();
    chain.advance_slots();
    CHECK(chain.slot() == Slot{2});
    CHECK(chain.latest_blockhash() != first);
    chain.advance_slots(10);
    CHECK(chain.slot() == Slot{12});
    CHECK(chain.clock().slot == 12);
    chain.advance_slots(0);
    CHECK(chain.slot() == Slot{12});
}

TEST_CASE("a blockhash that expired is no longer taken") {
    Sandbox chain;
    const Draft draft{.instructions = {tx::system::transfer({chain.payer().pubkey, key(5), sol})},
                      .lifetime = chain.latest_blockhash()};
    const auto wire = *chain.sign(draft);
    chain.advance_slots(150);
    CHECK(expect_ok(chain.simulate(ByteSpan(wire))));
    chain.expire_blockhash();
    CHECK(expect_error(chain.send(ByteSpan(wire)), Code::BlockhashNotFound));
    CHECK(expect_ok(pay(chain, key(5), sol)));
}

TEST_CASE("a warp to a slot takes the epoch along, and leaves clock and blockhashes") {
    Sandbox chain({.slots_per_epoch = 100});
    const auto known = chain.latest_blockhash();
    const auto time = chain.clock().unix_timestamp;
    REQUIRE(chain.warp_to_slot(Slot{1'000'050}));
    CHECK(chain.slot() == Slot{1'000'050});
    CHECK(chain.clock().epoch == 10'000);
    CHECK(chain.clock().unix_timestamp == time);
    CHECK(chain.latest_blockhash() != known);
    CHECK(expect_ok(chain.send(
        Draft{.instructions = {tx::system::transfer({chain.payer().pubkey, key(5), sol})},
              .lifetime = known})));
    const auto back = chain.warp_to_slot(Slot{1'000'050});
    REQUIRE_FALSE(back);
    CHECK(back.error().code == SandboxErrorCode::backwards);
    CHECK(chain.warp_to_slot(Slot{UINT64_MAX}).error().code == SandboxErrorCode::too_much);
}

TEST_CASE("time stands still until it is moved") {
    Sandbox chain({.unix_timestamp = 1000});
    chain.advance_slots(100);
    CHECK(chain.clock().unix_timestamp == 1000);
    REQUIRE(chain.warp_to_time(5000));
    CHECK(chain.clock().unix_timestamp == 5000);
    REQUIRE(chain.advance_time(86'400));
    CHECK(chain.clock().unix_timestamp == 91'400);
    CHECK(chain.warp_to_time(91'399).error().code == SandboxErrorCode::backwards);
    CHECK(chain.advance_time(-1).error().code == SandboxErrorCode::backwards);
    CHECK(chain.advance_time(INT64_MAX).error().code == SandboxErrorCode::too_much);
    CHECK(chain.clock().unix_timestamp == 91'400);
}

TEST_CASE("a revert brings back all of a snapshot, as often as one likes") {
    Sandbox chain;
    const auto program = *chain.deploy(returning(1), {.max_data_len = 1000});
    const auto before = contents(chain);
    const auto snapshot = chain.snapshot();
    for (int i = 0; i < 2; ++i) {
        REQUIRE(expect_ok(pay(chain, key(5), sol)));
        REQUIRE(chain.upgrade(program, returning(2)));
        CHECK(expect_custom_error(chain.send({program, {}, {}}), 2));
        REQUIRE(chain.advance_time(50));
        REQUIRE(chain.revert(snapshot));
        CHECK(contents(chain) == before);
    }
    CHECK(expect_custom_error(chain.send({program, {}, {}}), 1));
}

TEST_CASE("snapshots nest, and a revert makes those behind it void") {
    Sandbox chain;
    const auto outer = chain.snapshot();
    REQUIRE(expect_ok(pay(chain, key(1), sol)));
    const auto inner = chain.snapshot();
    REQUIRE(expect_ok(pay(chain, key(2), sol)));

    REQUIRE(chain.revert(inner));
    CHECK(chain.balance(key(1)) == sol);
    CHECK(chain.balance(key(2)) == Lamports{});
    REQUIRE(chain.revert(outer));
    CHECK(chain.balance(key(1)) == Lamports{});
    CHECK(chain.revert(inner).error().code == SandboxErrorCode::void_snapshot);
    CHECK(chain.forget(inner).error().code == SandboxErrorCode::void_snapshot);
    REQUIRE(chain.forget(outer));
    CHECK(chain.revert(outer).error().code == SandboxErrorCode::void_snapshot);
}

TEST_CASE("a snapshot between two stays when the others are forgotten") {
    Sandbox chain;
    const auto first = chain.snapshot();
    REQUIRE(expect_ok(pay(chain, key(1), sol)));
    const auto second = chain.snapshot();
    REQUIRE(expect_ok(pay(chain, key(2), sol)));
    REQUIRE(chain.forget(first));
    REQUIRE(chain.revert(second));
    CHECK(chain.balance(key(1)) == sol);
    CHECK(chain.balance(key(2)) == Lamports{});
}

TEST_CASE("what was reverted can be sent once more") {
    Sandbox chain;
    const auto wire =
        *chain.sign({.instructions = {tx::system::transfer({chain.payer().pubkey, key(5), sol})}});
    const auto snapshot = chain.snapshot();
    REQUIRE(expect_ok(chain.send(ByteSpan(wire))));
    REQUIRE(chain.revert(snapshot));
    CHECK(expect_ok(chain.send(ByteSpan(wire))));
}

TEST_CASE("another sandbox's snapshot is refused") {
    Sandbox one, other;
    const auto snapshot = one.snapshot();
    const auto failed = other.revert(snapshot);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == SandboxErrorCode::void_snapshot);
    CHECK(failed.error().what.find("another sandbox") != std::string::npos);
    CHECK(one.revert(snapshot));
}

TEST_CASE("a sandbox that moved is the same one") {
    Sandbox one;
    REQUIRE(expect_ok(pay(one, key(5), sol)));
    const auto snapshot = one.snapshot();
    Sandbox two = std::move(one);
    REQUIRE(expect_ok(pay(two, key(5), sol)));
    REQUIRE(two.revert(snapshot));
    CHECK(two.balance(key(5)) == sol);
}

TEST_CASE("the same calls on two threads give the same bytes") {
    std::string lives[2];
    const auto live = [&](std::size_t i) {
        Sandbox chain;
        lives[i] = life(chain);
    };
    std::thread one(live, 0), two(live, 1);
    one.join();
    two.join();
    CHECK(lives[0] == lives[1]);
    Sandbox with_another_seed({.seed = {1}});
    CHECK(life(with_another_seed) != lives[0]);
}

}  // namespace orrery

#include <catch2/catch.hpp>

#include "devnet/bank/replay.hpp"
#include "hook_chain.hpp"
#include "sdk/hooks/money.hpp"
#include "sdk/types/ids.hpp"

using namespace orrery;
using namespace orrery::bank;
using namespace orrery::bank::testing;

namespace {

constexpr std::uint64_t gas = 5'000;  // of the hooks here: one started 200,000 units, small body

std::vector<Pubkey> ran(const AppliedEntry& applied) {
    std::vector<Pubkey> out;
    for (const auto& hook : applied.hooks) out.push_back(hook.run.outcome.hook->hook);
    return out;
}

const svm::HookReceipt& receipt(const AppliedEntry& applied, std::size_t i = 0) {
    return *applied.hooks.at(i).run.outcome.hook;
}

/// Accounts that a transaction wrote, hooks not included.
std::vector<std::pair<Pubkey, Account>> written(const AppliedEntry& applied) {
    std::vector<std::pair<Pubkey, Account>> out;
    for (const auto& write : applied.outcome.writes)
        out.emplace_back(write.key, write.account ? *write.account : Account{});
    return out;
}

}  // namespace

TEST_CASE("a hook runs right behind a transaction that changed its target's state") {
    HookChain world;
    const auto hook = world.seat(30'000, {.value = 9});
    CHECK(world.run({world.call(0, Op::write, 1)}).hooks.empty());  // its epoch is the next
    world.next_epoch();
    const auto applied = world.run({world.call(0, Op::write, 2)});
    REQUIRE(applied.hooks.size() == 1);
    CHECK(applied.hooks[0].run.outcome.ok());
    CHECK(world.data(HookChain::state(0))[0] == 2);
    CHECK(world.data(HookChain::state(1))[0] == 9);
    CHECK(receipt(applied).parent == applied.transaction->id());
    CHECK(receipt(applied).target == HookChain::program(0));
    CHECK(applied.outcome.hooks ==
          std::vector<Txid>{hooks::hook_id(applied.transaction->id(), hook, 0)});
    CHECK(applied.hooks[0].run.transaction->id() == applied.outcome.hooks[0]);
    CHECK(world.hook(hook).triggers == 1);
    CHECK(world.hook(hook).paid == 30'000 + gas);
}

TEST_CASE("a transaction that fails sets no hook off") {
    HookChain world;
    world.seat(30'000, {.every_call = true});
    world.next_epoch();
    CHECK(world.run({world.call(0, Op::write, 2), world.call(1, Op::fail)}).hooks.empty());
    CHECK(world.run({world.call(0, Op::write, 3)}).hooks.size() == 1);
}

TEST_CASE("seats are good for their epoch and no longer") {
    HookChain world;
    world.seat(30'000);
    world.next_epoch();
    CHECK(world.run({world.call(0, Op::write, 2)}).hooks.size() == 1);
    world.next_slot(7);  // the last slot of the epoch
    CHECK(world.run({world.call(0, Op::write, 3)}).hooks.size() == 1);
    world.next_slot();
    CHECK(world.run({world.call(0, Op::write, 4)}).hooks.empty());
}

TEST_CASE("hooks run only when the target's state changed, unless they want every call") {
    HookChain world;
    const auto changes = world.seat(30'000);
    const auto calls = world.seat(29'000, {.runs = 2, .every_call = true});
    world.next_epoch();
    CHECK(ran(world.run({world.call(0, Op::nothing)})) == std::vector{calls});
    CHECK(ran(world.run({world.call(0, Op::give)})) == std::vector{calls});      // lamports alone
    CHECK(ran(world.run({world.call(0, Op::write, 0)})) == std::vector{calls});  // the same byte
    CHECK(ran(world.run({world.call(0, Op::write, 5)})) == std::vector{changes, calls});
    CHECK(ran(world.run({world.call(1, Op::write, 5)})).empty());
}

TEST_CASE("a filter wants an invocation of the target whose data begins with it") {
    HookChain world;
    const auto hook = world.seat(30'000, {.filter = op(Op::write, 7)});
    world.next_epoch();
    CHECK(world.run({world.call(0, Op::write, 6)}).hooks.empty());
    CHECK(world.run({world.call(0, Op::write, 6), world.call(1, Op::write, 7)}).hooks.empty());
    CHECK(ran(world.run({world.call(0, Op::write, 7)})) == std::vector{hook});
}

TEST_CASE("filters come before the cut to sixteen") {
    HookChain world;
    for (int i = 0; i < 16; ++i)
        world.seat(39'000, {.target = 0, .every_call = true, .filter = op(Op::write, 99)});
    const auto cheap = world.seat(6'000, {.target = 1, .every_call = true});
    world.next_epoch();
    CHECK(ran(world.run({world.call(0, Op::nothing), world.call(1, Op::nothing)})) ==
          std::vector{cheap});
}

TEST_CASE("a transaction of three programs with forty seats runs exactly the sixteen best") {
    HookChain world;
    std::vector<std::pair<std::uint64_t, Pubkey>> all;
    for (std::uint64_t i = 0; i < 40; ++i) {
        const auto price = 6'000 + 700 * ((i * 17) % 40);
        all.emplace_back(price, world.seat(price, {.target = i % 3,
                                                   .runs = (i + 1) % 3,
                                                   .what = Op::nothing,
                                                   .every_call = true}));
    }
    world.next_epoch();
    std::sort(all.rbegin(), all.rend());
    std::vector<Pubkey> best;
    for (int i = 0; i < 16; ++i) best.push_back(all[static_cast<std::size_t>(i)].second);
    const auto applied = world.run(
        {world.call(2, Op::nothing), world.call(0, Op::nothing), world.call(1, Op::nothing)});
    CHECK(ran(applied) == best);
    for (std::size_t i = 0; i < applied.hooks.size(); ++i) CHECK(receipt(applied, i).index == i);
}

TEST_CASE("a failing hook leaves nothing but what it paid, and its transaction as it was") {
    for (const auto what : {Op::fail, Op::spin}) {
        HookChain with, without;
        const auto hook = with.seat(30'000, {.what = what});
        without.seat(30'000, {.target = 2, .what = what});  // sits elsewhere
        with.next_epoch();
        without.next_epoch();
        const auto a = with.run({with.call(0, Op::write, 4)});
        const auto b = without.run({without.call(0, Op::write, 4)});
        REQUIRE(a.hooks.size() == 1);
        CHECK(b.hooks.empty());
        CHECK(written(a) == written(b));
        CHECK(a.outcome.logs == b.outcome.logs);
        CHECK(a.outcome.compute_units == b.outcome.compute_units);
        CHECK(a.outcome.fee == b.outcome.fee);
        const auto& outcome = a.hooks[0].run.outcome;
        CHECK(outcome.status == svm::TxStatus::failed);
        CHECK(outcome.writes.size() == 2);  // the hook's counters, its payer
        CHECK(outcome.fee == Lamports{30'000 + gas});
        CHECK(outcome.compute_units == (what == Op::spin ? 20'000 : outcome.compute_units));
        CHECK(with.hook(hook).triggers == 1);
        CHECK(with.hook(hook).strikes == 0);
    }
}

TEST_CASE("each hook sees what the one before it left") {
    HookChain world;
    world.seat(30'000, {.value = 3});
    world.seat(20'000, {.value = 4});
    world.next_epoch();
    CHECK(world.run({world.call(0, Op::write, 1)}).hooks.size() == 2);
    CHECK(world.data(HookChain::state(1))[0] == 4);
}

TEST_CASE("what a hook does sets no further hook off") {
    HookChain world;
    world.seat(30'000, {.target = 0, .runs = 1});
    world.seat(30'000, {.target = 1, .runs = 2, .every_call = true});
    world.next_epoch();
    CHECK(world.run({world.call(0, Op::write, 1)}).hooks.size() == 1);
    CHECK(world.data(HookChain::state(2))[0] == 0);
}

TEST_CASE("bids go 40/40/20 to initiator, owner and network when the slot closes") {
    HookChain world;
    world.seat(30'001);
    world.next_epoch();
    const auto initiator = world.authority().pubkey;
    const auto payer_before = world.lamports(world.fee_payer.pubkey);
    const auto applied = world.run({world.call(0, Op::write, 1)});
    const auto before = world.lamports(initiator);
    const auto owner_before = world.lamports(world.owner.pubkey);
    const auto treasury_before = world.lamports(world.treasury());
    CHECK(payer_before - world.lamports(world.fee_payer.pubkey) == 30'001 + gas);
    const auto& paid = receipt(applied);
    CHECK(paid.initiator == svm::Credit{initiator, Lamports{12'000}});
    CHECK(paid.owner == svm::Credit{world.owner.pubkey, Lamports{12'000}});
    CHECK(paid.network == svm::Credit{world.treasury(), Lamports{6'001 + gas}});
    world.next_slot();
    CHECK(world.lamports(initiator) == before + 12'000);
    CHECK(world.lamports(world.owner.pubkey) == owner_before + 12'000);
    // The treasury of this chain is its sequencer, who gets the transaction's fee as well.
    CHECK(world.lamports(world.treasury()) ==
          treasury_before + 6'001 + gas + applied.outcome.fee.value);
}

TEST_CASE("the owner's share goes to whom the upgrade authority names") {
    HookChain world;
    const auto heir = HookChain::fresh(0x77, 1);
    CHECK(world
              .run({hooks::set_owner_recipient({.upgrade_authority = world.owner.pubkey,
                                                .payer = world.owner.pubkey,
                                                .target = HookChain::program(0),
                                                .recipient = heir})},
                   {world.owner})
              .outcome.ok());
    world.seat(30'000);
    world.next_epoch();
    CHECK(receipt(world.run({world.call(0, Op::write, 1)})).owner ==
          svm::Credit{heir, Lamports{12'000}});
    // An account of 12,000 lamports would not be rent exempt: the treasury takes them.
    world.next_slot();
    CHECK(world.lamports(heir) == 0);
}

TEST_CASE("lamports are conserved, credits that wait included") {
    HookChain world;
    for (const auto what : {Op::write, Op::fail, Op::give, Op::spin})
        world.seat(25'000, {.what = what, .every_call = true});
    const auto money = world.money();
    world.next_epoch();
    for (int i = 0; i < 5; ++i) {
        CHECK(world.run({world.call(0, Op::write, 1)}).hooks.size() == 4);
        CHECK(world.money() == money);
    }
    world.next_slot();
    CHECK(world.money() == money);
}

TEST_CASE("the third slot without funds disables a hook and kills its seat") {
    HookChain world;
    // It can pay its bond and rent, and then nothing.
    const auto poor = world.owner;
    const auto hook = world.seat(30'000, {.every_call = true, .payer = poor});
    const auto rest = world.lamports(poor.pubkey);
    CHECK(world
              .run({{ids::system,
                     {{poor.pubkey, true, true}, {world.authority().pubkey, false, true}},
                     codec::ByteWriter().u32(2).u64(rest - 890'880 - 34'999).take()}},
                   {poor})
              .outcome.ok());
    world.next_epoch();
    for (std::uint8_t strike = 1; strike <= 3; ++strike) {
        for (int twice = 0; twice < 2; ++twice) {
            const auto applied = world.run({world.call(0, Op::nothing)});
            const bool alive = strike < 3 || twice == 0;
            REQUIRE(applied.hooks.size() == (alive ? 1 : 0));
            CHECK(world.hook(hook).strikes == strike);  // once per slot
            if (!alive) continue;
            CHECK_FALSE(receipt(applied).funded);
            CHECK(receipt(applied).network.lamports == Lamports{0});
            CHECK(applied.hooks[0].run.outcome.error->code ==
                  tx::TransactionErrorCode::InsufficientFundsForFee);
        }
        CHECK(world.lamports(poor.pubkey) == 890'880 + 34'999);
        CHECK(world.auction(0, world.epoch()).orders[0].is_dead() == (strike == 3));
        world.next_slot();
    }
    CHECK(world.hook(hook).state == hooks::HookState::disabled);
}

TEST_CASE("the mandatory cap bounds what one slot can drain from a hook") {
    HookChain world;
    const auto hook = world.seat(30'000, {.every_call = true, .max_per_slot = 2});
    world.next_epoch();
    for (const std::size_t expected : {1, 1, 0, 0})
        CHECK(world.run({world.call(0, Op::nothing)}).hooks.size() == expected);
    CHECK(world.hook(hook).strikes == 0);  // the cap is no strike
    world.next_slot();
    CHECK(world.run({world.call(0, Op::nothing)}).hooks.size() == 1);
    CHECK(world.hook(hook).triggers == 3);
}

TEST_CASE("the rebate drain earns nothing against the defaults, for callers and owners alike") {
    HookChain world;
    for (int i = 0; i < 16; ++i) world.seat(39'000, {.what = Op::nothing, .max_per_slot = 1});
    world.next_epoch();
    // A call that changes nothing costs its fee and triggers nothing.
    for (int i = 0; i < 10; ++i) CHECK(world.run({world.call(0, Op::nothing)}).hooks.empty());
    // One that changes something pays once per slot, however often it is repeated.
    std::size_t paid = 0;
    for (std::uint8_t i = 1; i <= 10; ++i)
        paid += world.run({world.call(0, Op::write, i)}).hooks.size();
    CHECK(paid == 16);
}

TEST_CASE("a shred with hooks replays to the same bytes") {
    HookChain world;
    world.seat(30'000);
    world.seat(20'000, {.what = Op::fail, .every_call = true});
    world.next_epoch();
    for (std::uint8_t i = 1; i < 6; ++i) {
        world.run({world.call(0, Op::write, i)});
        if (i % 2 == 0) world.chain.seal();
        if (i == 4) world.next_slot();
    }
    world.chain.close();

    Bank second(TestChain::config(1, HookChain::genesis({.config = HookChain::config()})));
    Replayer replayer(second, second.genesis_hash(), 0);
    for (const auto& shred : world.chain.shreds()) {
        const auto applied = replayer.apply(*shred.bytes);
        INFO((applied ? std::string() : applied.error().what));
        REQUIRE(applied);
    }
    CHECK(second.position().parent_hash == world.bank().position().parent_hash);
}

TEST_CASE("a snapshot brings seats, counters and waiting credits back") {
    HookChain world;
    const auto hook = world.seat(30'000);
    world.next_epoch();
    world.run({world.call(0, Op::write, 1)});
    const auto snapshot = world.bank().snapshot();
    const auto credits = world.bank().position().slot_credits;
    CHECK_FALSE(credits.empty());
    const auto money = world.money();
    world.run({world.call(0, Op::write, 2)});
    world.chain.close();
    world.bank().revert(snapshot);
    CHECK(world.bank().position().slot_credits == credits);
    CHECK(world.money() == money);
    CHECK(world.hook(hook).triggers == 1);
    CHECK(world.run({world.call(0, Op::write, 3)}).hooks.size() == 1);
}

TEST_CASE("a disabled hook keeps its seat and doesn't run until it is enabled") {
    HookChain world;
    const auto hook = world.seat(30'000);
    world.next_epoch();
    CHECK(world.run({hooks::disable_hook(hook, world.authority().pubkey)}).outcome.ok());
    CHECK(world.run({world.call(0, Op::write, 1)}).hooks.empty());
    CHECK(world
              .run({hooks::enable_hook(hook, world.authority().pubkey, world.fee_payer.pubkey)},
                   {world.fee_payer})
              .outcome.ok());
    CHECK(world.run({world.call(0, Op::write, 2)}).hooks.size() == 1);
}

TEST_CASE("accounts of the Hooks program with any bytes never stop the chain") {
    HookChain world;
    const auto hook = world.seat(30'000, {.every_call = true});
    world.next_epoch();
    const auto auction = hooks::auction_address(HookChain::program(0), world.epoch()).address;
    std::uint64_t state = 12345;
    const auto random = [&] { return state = state * 6364136223846793005u + 1442695040888963407u; };
    const auto put = [&](const Pubkey& key, const Bytes& data) {
        world.chain.add(world.bank().set_account(
            {key, Lamports{100'000'000}, ids::hooks, false, AccountData::from(data)}));
    };
    std::vector<std::pair<Pubkey, Bytes>> good;
    for (const auto& key : {hook, auction, hooks::config_address().address})
        good.emplace_back(key, world.data(key));
    for (const auto& [key, sound] : good)
        for (int i = 0; i < 300; ++i) {
            auto bytes = sound;
            for (int n = 0; n < 3; ++n)
                bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random() >> 32);
            if (i % 5 == 0) bytes.resize(random() % bytes.size());
            put(key, bytes);
            CHECK(world.run({world.call(0, Op::nothing)}).outcome.processed());
            for (const auto& [again, data] : good) put(again, data);
        }
    CHECK(world.run({world.call(0, Op::nothing)}).hooks.size() == 1);
}

TEST_CASE("a hook account with more keys than a message may have never stops the chain") {
    for (const std::size_t keys : {8'192u, 9'000u, 65'535u}) {
        HookChain world;
        const auto key = world.seat(30'000, {.every_call = true});
        world.next_epoch();
        auto hook = world.hook(key);
        hooks::Body body{{}, {{0, {}, {}}}};
        body.keys.push_back({HookChain::program(1), false, false});
        while (body.keys.size() < keys) {
            Pubkey other;
            store_le(other.bytes.data(), static_cast<std::uint32_t>(body.keys.size()));
            other.bytes[31] = 7;
            body.keys.push_back({other, false, false});
        }
        hook.n_keys = static_cast<std::uint16_t>(keys);
        hook.n_instructions = 1;
        hook.body = body.encode();
        world.chain.add(world.bank().set_account(
            {key, Lamports{100'000'000'000}, ids::hooks, false, AccountData::from(hook.encode())}));
        CHECK(world.run({world.call(0, Op::nothing)}).hooks.empty());
    }
}

TEST_CASE("a hook can read what set it off from its MsgCtx sysvar, and nobody else can") {
    HookChain world;
    const auto copies = [](std::uint8_t word) {
        return Instruction{HookChain::program(1),
                           {{HookChain::state(1), false, true}, {ids::msg_ctx, false, true}},
                           op(Op::copy, word)};
    };
    for (std::uint8_t word = 0; word < 16; ++word) {
        const auto body = copies(word);
        world.seat(30'000 - word * 1'000u, {.body = hooks::Body::from(std::span(&body, 1))});
    }
    world.next_epoch();
    const auto applied = world.run({world.call(0, Op::write, 1), world.call(2, Op::nothing)});
    REQUIRE(applied.hooks.size() == 16);
    Bytes copied(8);
    for (std::uint8_t i = 0; i < 16; ++i) {
        const auto expected = codec::ByteWriter()
                                  .u8(1)
                                  .u8(i)
                                  .u16(2)
                                  .u64(world.bank().position().slot.value)
                                  .key(applied.transaction->id())
                                  .key(world.authority().pubkey)
                                  .key(HookChain::program(0))
                                  .key(HookChain::program(0))
                                  .key(HookChain::program(2))
                                  .take();
        const auto& hook = applied.hooks[i].run;
        REQUIRE(hook.outcome.ok());
        for (const auto& read : hook.outcome.reads) CHECK(read.key != ids::msg_ctx);
        const auto word = ByteSpan(expected).subspan(8u * i, 8);
        for (const auto& write : hook.outcome.writes)
            if (write.key == HookChain::state(1)) copied = write.account->data.to_bytes();
        CHECK(copied == Bytes(word.begin(), word.end()));
    }
    CHECK(world.run({copies(0)}).outcome.ok());
    CHECK(world.data(HookChain::state(1)) == Bytes(8));  // empty outside hooks
}

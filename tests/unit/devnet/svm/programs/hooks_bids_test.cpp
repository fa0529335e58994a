#include <algorithm>

#include "hooks_world.hpp"

using namespace orrery;
using namespace orrery::programs::testing;
using hooks::Auction;
using hooks::HookError;
using hooks::Order;

namespace {

constexpr std::uint64_t order_rent = Order::size * default_lamports_per_byte;

/// A book of `n` orders of `limit` for the next epoch, by hooks that don't exist, and the money.
void fill_book(HooksWorld& w, std::size_t n, std::uint64_t limit) {
    const auto derived = hooks::auction_address(w.target, w.epoch() + 1);
    Auction auction{derived.bump, w.target, w.epoch() + 1, 1'000'000, key(0xEE), {}};
    for (std::size_t i = 0; i < n; ++i) {
        Pubkey hook = key(0x11);
        store_le(hook.bytes.data(), std::uint64_t{i});
        auction.orders.push_back({hook, key(0xD1), limit, w.epoch() * 64, 0});
    }
    w.world.accounts[derived.address] =
        account(w.world.rent(Auction::size_of(n)) + n * 16 * limit, ids::hooks, auction.encode());
}

}  // namespace

TEST_CASE("the first bid makes the auction, every bid locks its bond and its bytes' rent") {
    HooksWorld w;
    const auto first = w.register_hook(1), second = w.register_hook(2);
    const auto before = w.lamports(w.fee_payer);
    const auto ran = w.run(hooks::place_bid(w.bid(first, 6'000)));
    REQUIRE_FALSE(ran.error);
    CHECK(ran.units == 10'000 + 4 * 150);
    const auto address = hooks::auction_address(w.target, 2);
    const Auction expected{address.bump, w.target,    2,
                           1'000'000,    w.fee_payer, {{first, w.fee_payer, 6'000, 100, 0}}};
    CHECK(w.auction(2) == expected);
    CHECK(w.lamports(address.address) == w.world.rent(88) + order_rent + 16 * 6'000);
    CHECK(w.hook(first)->last_epoch == 2);

    w.set_slot(110);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(second, 7'000))));
    REQUIRE(w.auction(2)->orders.size() == 2);
    CHECK(w.auction(2)->orders[1] == Order{second, w.fee_payer, 7'000, 110, 0});
    CHECK(w.lamports(address.address) == w.world.rent(Auction::size_of(2)) + 16 * 13'000);
    CHECK(w.lamports(w.fee_payer) == before - w.lamports(address.address));
}

TEST_CASE("an auction's address that somebody funded before blocks no bid") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    const auto address = hooks::auction_address(w.target, 2).address;
    w.world.accounts[address] = account(123);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 6'000))));
    CHECK(w.lamports(address) == w.world.rent(Auction::size_of(1)) + 16 * 6'000);
}

TEST_CASE("bids are for the next epoch only, and from the floor on") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    for (const std::uint64_t epoch : {0ull, 1ull, 3ull, ~0ull}) {
        auto params = w.bid(hook, 6'000);
        params.epoch = epoch;
        CHECK(w.apply(hooks::place_bid(params)) == hook_error(HookError::WrongEpoch));
    }
    CHECK(w.apply(hooks::place_bid(w.bid(hook, 4'999))) == hook_error(HookError::BelowFloor));
    CHECK(w.apply(hooks::place_bid(w.bid(hook, UINT64_MAX))) == hook_error(HookError::Overflow));
    CHECK(w.apply(hooks::place_bid(w.bid(hook, UINT64_MAX / 16 + 1))) ==
          hook_error(HookError::Overflow));
    CHECK(w.apply(hooks::place_bid(w.bid(hook, UINT64_MAX / 16))) ==
          hook_error(HookError::Overflow));  // with the rent
    CHECK(w.apply(hooks::place_bid(w.bid(hook, UINT64_MAX / 16 - 100'000))) ==
          tx::custom_error(1));  // nobody has so much
    CHECK_FALSE(w.auction(2));
    CHECK_FALSE(w.apply(hooks::place_bid(w.bid(hook, 5'000))));
}

TEST_CASE("a hook has one order in an auction, a cancelled one counts") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 6'000))));
    CHECK(w.apply(hooks::place_bid(w.bid(hook, 7'000))) == hook_error(HookError::AlreadyBid));
    REQUIRE_FALSE(w.apply(hooks::cancel_bid(w.authority, w.order(hook, 2))));
    CHECK(w.apply(hooks::place_bid(w.bid(hook, 7'000))) == hook_error(HookError::AlreadyBid));
    w.set_slot(128);
    CHECK_FALSE(w.apply(hooks::place_bid(w.bid(hook, 7'000))));
    CHECK(w.hook(hook)->last_epoch == 3);
}

TEST_CASE("only its own authority and fee payer bid for a hook, and only while it is active") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    auto params = w.bid(hook, 6'000);
    params.authority = key(3);
    CHECK(w.apply(hooks::place_bid(params)) == hook_error(HookError::NotAuthority));
    params = w.bid(hook, 6'000);
    w.world.accounts[key(3)] = account(1'000'000'000);
    params.fee_payer = key(3);
    CHECK(w.apply(hooks::place_bid(params)) == hook_error(HookError::NotAuthority));
    REQUIRE_FALSE(w.apply(hooks::disable_hook(hook, w.authority)));
    CHECK(w.apply(hooks::place_bid(w.bid(hook, 6'000))) == hook_error(HookError::HookNotActive));
}

TEST_CASE("PlaceBid checks every account") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    const Call good{w.world, hooks::place_bid(w.bid(hook, 6'000))};
    REQUIRE_FALSE(good.run().error);
    const auto auction = hooks::auction_address(w.target, 2).address;
    const auto previous = hooks::auction_address(w.target, 1).address;
    const auto not_three = [](const Pubkey& wanted, const std::string& what) {
        return "the address of " + what + " is " + text(wanted) + ", not " + text(key(3));
    };
    check_cases(
        good,
        {
            {"authority unsigned", [](Call& c) { c.meta(0).is_signer = false; },
             Code::MissingRequiredSignature, "account 0 must sign"},
            {"fee payer unsigned", [](Call& c) { c.meta(1).is_signer = false; },
             Code::MissingRequiredSignature, "account 1 must sign"},
            {"fee payer read-only", [](Call& c) { c.meta(1).is_writable = false; }, Code::Immutable,
             "account 1 must be writable"},
            {"hook read-only", [](Call& c) { c.meta(2).is_writable = false; }, Code::Immutable,
             "account 2 must be writable"},
            {"auction read-only", [](Call& c) { c.meta(3).is_writable = false; }, Code::Immutable,
             "account 3 must be writable"},
            {"an account too few", [](Call& c) { c.instruction.accounts.pop_back(); },
             Code::MissingAccount},
            {"no system program", [](Call& c) { c.meta(6).pubkey = key(3); },
             Code::IncorrectProgramId, "account 6 must be the system program"},
            {"another Config", [](Call& c) { c.meta(5).pubkey = key(3); }, Code::InvalidSeeds,
             not_three(hooks::config_address().address, "the Config")},
            {"another auction", [](Call& c) { c.meta(3).pubkey = key(3); }, Code::InvalidSeeds,
             not_three(auction, "the Auction")},
            {"another auction before", [](Call& c) { c.meta(4).pubkey = key(3); },
             Code::InvalidSeeds, not_three(previous, "the Auction before")},
            {"no hook", [](Call& c) { c.meta(2).pubkey = key(3); },
             hook_error(HookError::NotInitialized), "Hook is not initialized"},
            {"the hook of another program", [&](Call& c) { c.at(hook).owner = key(8); },
             Code::InvalidAccountOwner, "account " + text(hook) + " belongs to another program"},
            {"bytes that are no hook", [&](Call& c) { set_data(c.at(hook), {1, 2}); },
             Code::InvalidAccountData, "account " + text(hook) + " is no Hook"},
            {"an auction of another target",
             [&](Call& c) {
                 c.at(key(3)) =
                     account(1, ids::hooks, Auction{0, key(4), 2, 1, key(5), {}}.encode());
                 c.meta(3).pubkey = key(3);
             },
             Code::InvalidSeeds, "account 3 is not the target's Auction of epoch 2"},
            {"an auction before of another epoch",
             [&](Call& c) {
                 c.at(key(3)) =
                     account(1, ids::hooks, Auction{0, w.target, 0, 1, key(5), {}}.encode());
                 c.meta(4).pubkey = key(3);
             },
             Code::InvalidSeeds, "account 4 is not the target's Auction of epoch 1"},
            {"a fee payer that became a program's",
             [&](Call& c) { c.at(w.fee_payer).owner = key(8); }, hook_error(HookError::BadFeePayer),
             "fee payer " + text(w.fee_payer) + " must be system-owned and without data"},
            {"a fee payer without money",
             [&](Call& c) { c.at(w.fee_payer).lamports = Lamports{5}; }, tx::custom_error(1),
             "Program 11111111111111111111111111111111 failed: custom program error: 0x1"},
            {"cut data", [](Call& c) { c.instruction.data.pop_back(); },
             Code::InvalidInstructionData},
        });
}

TEST_CASE("the start price follows the auction before, and the first order fixes it") {
    HooksWorld w;
    const auto hook = w.register_hook(1), other = w.register_hook(2);
    w.set_slot(64);  // the clock says 1,000,000: the order rests and pays its limit
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 900'000))));
    CHECK(w.auction(2)->p0 == 1'000'000);
    w.set_slot(128);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 6'000))));
    CHECK(w.auction(3)->p0 == 2 * 900'000);
    w.set_slot(192);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(other, 6'000))));
    CHECK(w.auction(4)->p0 == 1'000'000);  // 2 * 6,000 is below p0_min, and so is half of 1.8 M
    w.set_slot(320);                       // an epoch without bids
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(other, 6'000))));
    CHECK(w.auction(6)->p0 == 1'000'000);
}

TEST_CASE("an order without a seat is cancelled, its bond comes back at once") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 6'000))));
    const auto before = w.lamports(w.fee_payer);
    CHECK(w.apply(hooks::cancel_bid(w.fee_payer, w.order(hook, 2))) ==
          hook_error(HookError::NotAuthority));
    CHECK_FALSE(w.apply(hooks::cancel_bid(w.authority, w.order(hook, 2))));
    CHECK(w.lamports(w.fee_payer) == before + 16 * 6'000);
    CHECK(w.auction(2)->orders.at(0).is_cancelled());
    CHECK(w.apply(hooks::cancel_bid(w.authority, w.order(hook, 2))) ==
          hook_error(HookError::NotInitialized));
    CHECK(w.lamports(hooks::auction_address(w.target, 2).address) ==
          w.world.rent(Auction::size_of(1)));
}

TEST_CASE("an order with a seat is not cancelled, from its very slot on") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    w.set_slot(64);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 500'000))));
    const auto cancel = hooks::cancel_bid(w.authority, w.order(hook, 2));
    const auto held = hooks::seats(*w.auction(2), w.config());
    REQUIRE(held.size() == 1);
    CHECK(held[0].fill_slot == 64 + 32);
    for (const std::uint64_t slot : {64 + 32, 127, 128, 191}) {
        w.set_slot(slot);
        CHECK(w.apply(cancel) == hook_error(HookError::SeatHeld));
    }
    w.set_slot(192);
    CHECK(w.apply(cancel) == hook_error(HookError::WrongEpoch));
    w.set_slot(64 + 31);
    CHECK_FALSE(w.apply(cancel));
}

TEST_CASE("a bid at the clock's price is seated in its own slot") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    w.set_slot(64);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 1'000'000))));
    CHECK(w.apply(hooks::cancel_bid(w.authority, w.order(hook, 2))) ==
          hook_error(HookError::SeatHeld));
}

TEST_CASE("an order that never got a seat is cancelled during its epoch too") {
    HooksWorld w;
    std::vector<Pubkey> all;
    for (std::uint64_t i = 0; i < 17; ++i) {
        all.push_back(w.register_hook(i));
        REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(all.back(), 6'000 + i))));
    }
    w.set_slot(150);
    CHECK(w.apply(hooks::cancel_bid(w.authority, w.order(all[1], 2))) ==
          hook_error(HookError::SeatHeld));
    CHECK_FALSE(w.apply(hooks::cancel_bid(w.authority, w.order(all[0], 2))));
}

TEST_CASE("CancelBid checks every account") {
    HooksWorld w;
    const auto hook = w.register_hook(1), other = w.register_hook(2);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 6'000))));
    const Call good{w.world, hooks::cancel_bid(w.authority, w.order(hook, 2))};
    const auto auction = hooks::auction_address(w.target, 2).address;
    REQUIRE_FALSE(good.run().error);
    check_cases(good, {
                          {"unsigned", [](Call& c) { c.meta(0).is_signer = false; },
                           Code::MissingRequiredSignature, "account 0 must sign"},
                          {"auction read-only", [](Call& c) { c.meta(2).is_writable = false; },
                           Code::Immutable, "account 2 must be writable"},
                          {"fee payer read-only", [](Call& c) { c.meta(3).is_writable = false; },
                           Code::Immutable, "account 3 must be writable"},
                          {"another fee payer", [](Call& c) { c.meta(3).pubkey = key(3); },
                           Code::InvalidArgument,
                           "account 3 must be the order's fee payer " + text(w.fee_payer)},
                          {"another hook", [&](Call& c) { c.meta(1).pubkey = other; },
                           hook_error(HookError::NotInitialized), "the hook has no order here"},
                          {"no auction", [&](Call& c) { c.world.accounts.erase(auction); },
                           hook_error(HookError::NotInitialized), "Auction is not initialized"},
                          {"another epoch", [](Call& c) { c.instruction.data[1] = 3; },
                           Code::InvalidSeeds, "account 2 is not the target's Auction of epoch 3"},
                      });
}

TEST_CASE("a reclaimed order leaves with bond and rent, the last closes the auction") {
    HooksWorld w;
    std::vector<Pubkey> all;
    for (std::uint64_t i = 0; i < 3; ++i) all.push_back(w.register_hook(i));
    const auto before = w.total();
    const auto payer_before = w.lamports(w.fee_payer);
    for (const auto& hook : all) REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 6'000))));
    REQUIRE_FALSE(w.apply(hooks::cancel_bid(w.authority, w.order(all[1], 2))));
    for (const std::uint64_t slot : {127, 128, 191}) {
        w.set_slot(slot);
        CHECK(w.apply(hooks::reclaim(w.reclaim(all[0], 2))) == hook_error(HookError::EpochNotOver));
    }
    w.set_slot(192);
    const auto address = hooks::auction_address(w.target, 2).address;
    auto held = w.lamports(w.fee_payer);
    REQUIRE_FALSE(w.apply(hooks::reclaim(w.reclaim(all[0], 2))));
    CHECK(w.lamports(w.fee_payer) == held + 16 * 6'000 + order_rent);
    REQUIRE(w.auction(2)->orders.size() == 2);
    CHECK(w.auction(2)->orders[0].hook == all[2]);  // the last took its place
    CHECK(w.apply(hooks::reclaim(w.reclaim(all[0], 2))) == hook_error(HookError::NotInitialized));

    held = w.lamports(w.fee_payer);
    REQUIRE_FALSE(w.apply(hooks::reclaim(w.reclaim(all[1], 2))));
    CHECK(w.lamports(w.fee_payer) == held + order_rent);  // its bond came back before
    CHECK(w.lamports(address) == w.world.rent(Auction::size_of(1)) + 16 * 6'000);
    REQUIRE_FALSE(w.apply(hooks::reclaim(w.reclaim(all[2], 2))));
    CHECK(w.lamports(address) == 0);
    CHECK_FALSE(w.auction(2));
    CHECK(w.lamports(w.fee_payer) == payer_before);
    CHECK(w.total() == before);
    CHECK(w.apply(hooks::reclaim(w.reclaim(all[2], 2))) == hook_error(HookError::NotInitialized));
}

TEST_CASE("the bond of a seat that died goes to the treasury, its rent to the fee payer") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 6'000))));
    const auto address = hooks::auction_address(w.target, 2).address;
    auto auction = *w.auction(2);
    auction.orders[0].flags = Order::dead;
    set_data(w.world.accounts[address], auction.encode());
    w.set_slot(128);
    CHECK(w.apply(hooks::cancel_bid(w.authority, w.order(hook, 2))) ==
          hook_error(HookError::SeatHeld));
    w.set_slot(192);
    const auto payer = w.lamports(w.fee_payer), treasury = w.lamports(w.treasury);
    REQUIRE_FALSE(w.apply(hooks::reclaim(w.reclaim(hook, 2))));
    CHECK(w.lamports(w.treasury) == treasury + 16 * 6'000);
    CHECK(w.lamports(w.fee_payer) == payer + order_rent + w.world.rent(88));
}

TEST_CASE("Reclaim checks every account and needs nobody's signature") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 6'000))));
    w.set_slot(192);
    const Call good{w.world, hooks::reclaim(w.reclaim(hook, 2))};
    REQUIRE_FALSE(good.run().error);
    for (const auto& meta : good.instruction.accounts) CHECK_FALSE(meta.is_signer);
    std::vector<Case> cases = {
        {"another fee payer", [](Call& c) { c.meta(1).pubkey = key(3); }, Code::InvalidArgument,
         "account 1 must be the order's fee payer " + text(w.fee_payer)},
        {"another creator", [](Call& c) { c.meta(2).pubkey = key(3); }, Code::InvalidArgument,
         "account 2 must be the auction's creator " + text(w.fee_payer)},
        {"another treasury", [](Call& c) { c.meta(3).pubkey = key(3); }, Code::InvalidArgument,
         "account 3 must be the treasury " + text(w.treasury)},
        {"another target", [](Call& c) { c.instruction.data[1] ^= 1; }, Code::InvalidSeeds,
         "account 0 is not the target's Auction of epoch 2"},
        {"another epoch", [](Call& c) { c.instruction.data[33] = 1; }, Code::InvalidSeeds,
         "account 0 is not the target's Auction of epoch 1"},
        {"another hook", [](Call& c) { c.instruction.data[41] ^= 1; },
         hook_error(HookError::NotInitialized), "the hook has no order here"},
        {"an account too few", [](Call& c) { c.instruction.accounts.pop_back(); },
         Code::MissingAccount},
    };
    check_cases(good, cases);
    // Whoever else is in the instruction, the account must be writable as such.
    Call bare = good;
    bare.meta(0).is_writable = false;
    CHECK(bare.run().error == tx::InstructionError(Code::Immutable));
    bare = good;
    bare.meta(3).is_writable = false;
    CHECK(bare.run().error == tx::InstructionError(Code::Immutable));
}

TEST_CASE("a full book takes a better order for the lowest, which leaves with its money") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    fill_book(w, hooks::max_orders, 6'000);
    w.world.accounts[key(0xD1)] = account(1'000'000'000);
    const auto before = w.total();
    auto params = w.bid(hook, 6'000);
    params.displaced = key(0xD1);
    CHECK(w.apply(hooks::place_bid(params)) == hook_error(HookError::BookFull));
    params.limit = 6'001;
    REQUIRE_FALSE(w.apply(hooks::place_bid(params)));
    const auto auction = w.auction(2);
    REQUIRE(auction->orders.size() == hooks::max_orders);
    CHECK(auction->orders.back() == Order{hook, w.fee_payer, 6'001, 100, 0});
    CHECK(load_le<std::uint64_t>(auction->orders[1022].hook.bytes.data()) == 1022);
    CHECK(w.lamports(key(0xD1)) == 1'000'000'000 + 16 * 6'000 + order_rent);
    CHECK(w.lamports(hooks::auction_address(w.target, 2).address) ==
          w.world.rent(Auction::size_of(1024)) + 16 * (1023 * 6'000 + 6'001));
    CHECK(w.total() == before);
}

TEST_CASE("the book's last free place needs nobody to leave") {
    HooksWorld w;
    const auto hook = w.register_hook(1), late = w.register_hook(2);
    fill_book(w, hooks::max_orders - 1, 6'000);
    REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 5'000))));
    auto params = w.bid(late, 5'001);
    params.displaced = w.fee_payer;  // its own: paid out and in
    CHECK_FALSE(w.apply(hooks::place_bid(params)));
    CHECK(w.auction(2)->orders.back().hook == late);
}

TEST_CASE("displacing needs the right account, and writable") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    fill_book(w, hooks::max_orders, 6'000);
    w.world.accounts[key(0xD1)] = account(1'000'000'000);
    auto params = w.bid(hook, 7'000);
    CHECK(w.apply(hooks::place_bid(params)) == tx::InstructionError(Code::MissingAccount));
    params.displaced = key(0xD2);
    CHECK(w.apply(hooks::place_bid(params)) == tx::InstructionError(Code::InvalidArgument));
    params.displaced = key(0xD1);
    auto instruction = hooks::place_bid(params);
    instruction.accounts.back().is_writable = false;
    CHECK(w.apply(instruction) == tx::InstructionError(Code::Immutable));
    CHECK_FALSE(w.apply(hooks::place_bid(params)));
}

TEST_CASE("who could not hold what a displaced order gives back blocks nobody") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    fill_book(w, hooks::max_orders, 6'000);  // key(0xD1) has nothing
    const auto money = 16 * 6'000 + order_rent;
    REQUIRE(money < w.world.rent(0));
    const auto address = hooks::auction_address(w.target, 2).address;
    const auto before = w.lamports(address);
    auto params = w.bid(hook, 7'000);
    params.displaced = key(0xD1);
    auto poor = w;
    REQUIRE_FALSE(poor.apply(hooks::place_bid(params)));
    CHECK(poor.lamports(key(0xD1)) == 0);
    CHECK(poor.lamports(address) == before + 16 * 7'000 + order_rent);
    w.world.accounts[key(0xD1)] = account(w.world.rent(0) - money);
    REQUIRE_FALSE(w.apply(hooks::place_bid(params)));
    CHECK(w.lamports(key(0xD1)) == w.world.rent(0));
}

TEST_CASE("cancelled orders leave a full book first, with their rent alone") {
    HooksWorld w;
    const auto hook = w.register_hook(1);
    const auto address = hooks::auction_address(w.target, 2).address;
    fill_book(w, hooks::max_orders, 900'000);
    auto auction = *w.auction(2);
    auction.orders[5].flags = Order::cancelled;
    set_data(w.world.accounts[address], auction.encode());
    w.world.accounts[address].lamports.value -= 16 * 900'000;
    w.world.accounts[key(0xD1)] = account(1'000'000'000);
    auto params = w.bid(hook, 5'000);
    params.displaced = key(0xD1);
    REQUIRE_FALSE(w.apply(hooks::place_bid(params)));
    CHECK(w.lamports(key(0xD1)) == 1'000'000'000 + order_rent);
    CHECK(w.auction(2)->orders.back().hook == hook);
}

TEST_CASE("late takers in every slot leave resting bids their seats") {
    HooksWorld base;
    auto config = base.config();
    config.p0_min = 10'000;
    config.p0_max = 10'000;
    base.set_config(config);
    base.set_slot(64);
    std::vector<Pubkey> resting, late;
    for (std::uint64_t i = 0; i < 17; ++i) resting.push_back(base.register_hook(i));
    for (std::uint64_t i = 0; i < 4; ++i) late.push_back(base.register_hook(100 + i));
    for (std::uint64_t i = 0; i < 17; ++i)
        REQUIRE_FALSE(base.apply(hooks::place_bid(base.bid(resting[i], 5'000 + i))));
    for (std::uint64_t slot = 64; slot < 128; ++slot) {
        auto w = base;
        w.set_slot(slot);
        for (const auto& hook : late) REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(hook, 5'000))));
        const auto held = hooks::seats(*w.auction(2), w.config());
        REQUIRE(held.size() == 16);
        for (std::size_t i = 0; i < 16; ++i) CHECK(held[i].hook == resting[16 - i]);
    }
}

TEST_CASE("cancels and a warp change no seat") {
    HooksWorld w;
    std::vector<Pubkey> all;
    for (std::uint64_t i = 0; i < 30; ++i) {
        all.push_back(w.register_hook(i));
        REQUIRE_FALSE(w.apply(hooks::place_bid(w.bid(all.back(), 6'000 + i % 20))));
    }
    const auto before = hooks::seats(*w.auction(2), w.config());
    w.set_slot(190);  // past the clock and into the epoch
    CHECK(hooks::seats_until(*w.auction(2), w.config(), 190) == before);
    std::size_t cancelled = 0;
    for (const auto& hook : all)
        if (!w.apply(hooks::cancel_bid(w.authority, w.order(hook, 2)))) ++cancelled;
    CHECK(cancelled == 14);
    CHECK(hooks::seats(*w.auction(2), w.config()) == before);
}

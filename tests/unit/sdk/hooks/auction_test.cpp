#include "sdk/hooks/auction.hpp"

#include <algorithm>

#include "sdk/types/int128.hpp"
#include "tests/unit/sdk/hooks/samples.hpp"

using namespace orrery;
using namespace orrery::hooks;
using namespace orrery::hooks::testing;

namespace {

/// The definition as it is written, slot by slot.
Seats naive_seats(const Auction& auction, const Config& config, std::uint64_t until) {
    Seats out;
    if (auction.epoch == 0) return out;
    const auto start = (auction.epoch - 1) * config.epoch_slots;
    std::vector<bool> seated(auction.orders.size());
    const auto take = [&](std::size_t i, std::uint64_t price, std::uint64_t slot) {
        if (out.size() >= config.seats) return;
        seated[i] = true;
        out.push_back({static_cast<std::uint16_t>(i), price, slot, auction.orders[i].hook});
    };
    for (std::uint64_t i = 0; i < config.epoch_slots && start + i <= until; ++i) {
        const auto slot = start + i;
        const auto price = clock_price(config, auction.p0, i);
        std::vector<std::size_t> resting;
        for (std::size_t k = 0; k < auction.orders.size(); ++k) {
            const auto& o = auction.orders[k];
            if (o.placed_slot < slot && !seated[k] && !o.is_cancelled() && o.limit >= price)
                resting.push_back(k);
        }
        std::sort(resting.begin(), resting.end(), [&](auto a, auto b) {
            const auto x = auction.orders[a].limit, y = auction.orders[b].limit;
            return x != y ? x > y : a < b;
        });
        for (const auto k : resting) take(k, auction.orders[k].limit, slot);
        for (std::size_t k = 0; k < auction.orders.size(); ++k) {
            const auto& o = auction.orders[k];
            if (o.placed_slot == slot && !o.is_cancelled() && o.limit >= price)
                take(k, price, slot);
        }
    }
    decltype(out) ranked;
    for (const auto& seat : out)
        ranked.insert(std::upper_bound(ranked.begin(), ranked.end(), seat, ranks_before), seat);
    return ranked;
}

Config small_config(std::uint64_t epoch_slots) {
    Config config;
    config.epoch_slots = epoch_slots;
    config.p0_min = 100;
    config.p0_max = 10'000;
    config.floor = 5;
    return config;
}

Auction auction_of(std::uint64_t epoch, std::uint64_t p0, std::vector<Order> orders = {}) {
    return {255, key(1), epoch, p0, key(2), std::move(orders)};
}

}  // namespace

TEST_CASE("the clock falls from the start price to the floor") {
    const auto config = small_config(64);
    CHECK(clock_price(config, 6300, 0) == 6300);
    CHECK(clock_price(config, 6300, 1) == 6200);
    CHECK(clock_price(config, 6300, 62) == 100);
    CHECK(clock_price(config, 6300, 63) == 5);
    CHECK(clock_price(config, 6300, 1000) == 5);
    CHECK(clock_price(config, 3, 0) == 5);
    CHECK(clock_price(small_config(2), 100, 0) == 100);
    CHECK(clock_price(small_config(2), 100, 1) == 5);
    CHECK(clock_price(small_config(UINT64_MAX), UINT64_MAX, UINT64_MAX / 2) == UINT64_MAX / 2);
}

TEST_CASE("the start price follows the best seat within its clamps") {
    const Config config;
    CHECK(start_price(config, std::nullopt) == 1'000'000);
    CHECK(start_price(config, PreviousAuction{1'000'000, 0}) == 1'000'000);
    CHECK(start_price(config, PreviousAuction{1'000'000, 700'000}) == 1'400'000);
    CHECK(start_price(config, PreviousAuction{100'000'000, 5'000}) == 50'000'000);
    CHECK(start_price(config, PreviousAuction{100'000'000, 100'000'000}) == 200'000'000);
    CHECK(start_price(config, PreviousAuction{1'000'000'000, 600'000'000}) == 1'000'000'000);
    CHECK(start_price(config, PreviousAuction{UINT64_MAX, UINT64_MAX}) == 1'000'000'000);
}

TEST_CASE("the start price stays clamped over 100 epochs of floor bids") {
    const Config config;
    auto auction = auction_of(1, config.p0_max);
    for (std::uint64_t epoch = 2; epoch <= 101; ++epoch) {
        auction.orders = {order(1, config.floor, (auction.epoch - 1) * config.epoch_slots)};
        const auto held = seats(auction, config);
        REQUIRE(held.size() == 1);
        CHECK(held[0].price == config.floor);
        CHECK(held[0].fill_slot % config.epoch_slots == config.epoch_slots - 1);
        const auto p0 = start_price(config, PreviousAuction{auction.p0, held[0].price});
        CHECK(p0 >= config.p0_min);
        CHECK(p0 == std::max(config.p0_min, auction.p0 / 2));
        auction = auction_of(epoch, p0);
    }
    CHECK(auction.p0 == config.p0_min);
}

TEST_CASE("seats are what the definition gives, whatever the bytes") {
    std::mt19937_64 random(4);
    const auto below = [&](std::uint64_t n) { return random() % n; };
    for (int round = 0; round < 4000; ++round) {
        auto config = small_config(2 + below(12));
        config.seats = static_cast<std::uint8_t>(1 + below(16));
        config.floor = below(3) == 0 ? 0 : below(40);
        auto auction = auction_of(below(5), below(200));
        const auto start = auction.epoch * config.epoch_slots;  // one epoch late and early too
        const auto n = below(60);
        for (std::uint64_t i = 0; i < n; ++i) {
            const auto placed = start + config.epoch_slots - below(3 * config.epoch_slots);
            auction.orders.push_back(order(below(1000), below(220), placed,
                                           static_cast<std::uint8_t>(below(8) ? 0 : below(4))));
        }
        std::sort(auction.orders.begin(), auction.orders.end(),
                  [](const Order& a, const Order& b) { return a.placed_slot < b.placed_slot; });
        if (below(4) == 0) std::shuffle(auction.orders.begin(), auction.orders.end(), random);
        REQUIRE(seats(auction, config) == naive_seats(auction, config, UINT64_MAX));
        const auto until = below(6 * config.epoch_slots);
        REQUIRE(seats_until(auction, config, until) == naive_seats(auction, config, until));
    }
}

TEST_CASE("seats don't take longer for longer epochs, up to the last slot there is") {
    auto config = small_config(std::uint64_t{1} << 63);
    config.p0_max = UINT64_MAX;
    auto auction = auction_of(1, 1'000'000, {order(1, 999'999, 0), order(2, 5, 1), order(3, 4, 2)});
    const auto held = seats(auction, config);
    REQUIRE(held.size() == 2);
    CHECK(held[0].price == 999'999);
    CHECK(clock_price(config, auction.p0, held[0].fill_slot) <= 999'999);
    CHECK(clock_price(config, auction.p0, held[0].fill_slot - 1) > 999'999);
    CHECK(held[1].price == 5);
    CHECK(clock_price(config, auction.p0, held[1].fill_slot - 1) > 5);

    auction.epoch = 2;  // its clock ends with the last slot
    CHECK(seats(auction, config).size() == 2);
    auction.epoch = 3;  // begins after it
    CHECK(seats(auction, config).empty());
    config.epoch_slots = UINT64_MAX;
    auction.epoch = 1;
    CHECK(seats(auction, config).size() == 2);
    auction.epoch = UINT64_MAX;
    CHECK(seats(auction, config).empty());
}

TEST_CASE("17 resting bids leave the 16 best, against late takers in every slot") {
    const auto config = small_config(16);
    for (std::uint64_t late_slot = 0; late_slot < 16; ++late_slot) {
        auto auction = auction_of(3, 1500);
        const std::uint64_t start = 32;
        for (std::uint64_t i = 0; i < 17; ++i) auction.orders.push_back(order(i, 10 + i, start));
        for (std::uint64_t i = 0; i < 20; ++i)
            auction.orders.push_back(order(100 + i, 10, start + late_slot));
        const auto held = seats(auction, config);
        INFO("late bids in slot " << late_slot);
        REQUIRE(held.size() == 16);
        for (std::size_t i = 0; i < 16; ++i) {
            CHECK(held[i].hook == key(16 - i));
            CHECK(held[i].price == 26 - i);
            CHECK(held[i].fill_slot == start + 15);
        }
    }
}

TEST_CASE("a late bid at the clock's price takes a seat before resting ones that are lower") {
    const auto config = small_config(16);
    auto auction = auction_of(3, 1500);
    for (std::uint64_t i = 0; i < 16; ++i) auction.orders.push_back(order(i, 10 + i, 32));
    auction.orders.push_back(order(99, 700, 32 + 10));  // the clock says 500
    const auto held = seats(auction, config);
    REQUIRE(held.size() == 16);
    CHECK(held[0].hook == key(99));
    CHECK(held[0].price == 500);
    CHECK(held[0].fill_slot == 42);
    CHECK(held[15].hook == key(1));
}

TEST_CASE("equal limits go by placement, equal prices rank by fill slot and hook") {
    const auto config = small_config(8);
    auto auction = auction_of(1, 700);
    for (std::uint64_t i = 0; i < 20; ++i) auction.orders.push_back(order(50 - i, 100, 0));
    const auto held = seats(auction, config);
    REQUIRE(held.size() == 16);
    for (std::size_t i = 0; i < 16; ++i) CHECK(held[i].hook == key(35 + i));
    CHECK(ranks_before({0, 2, 9, key(9)}, {0, 1, 1, key(1)}));
    CHECK(ranks_before({0, 1, 1, key(9)}, {0, 1, 2, key(1)}));
    CHECK(ranks_before({0, 1, 1, key(1)}, {0, 1, 1, key(2)}));
    CHECK_FALSE(ranks_before({0, 1, 1, key(1)}, {0, 1, 1, key(1)}));
}

TEST_CASE("dead orders keep their seat, cancelled ones never had one") {
    const auto config = small_config(8);
    auto auction = auction_of(1, 700);
    for (std::uint64_t i = 0; i < 20; ++i) auction.orders.push_back(order(i, 100 + i, 0));
    const auto before = seats(auction, config);
    for (auto& o : auction.orders)
        if (o.limit >= 104) o.flags = Order::dead;
    CHECK(seats(auction, config) == before);
    for (auto& o : auction.orders)
        if (o.limit < 104) o.flags = Order::cancelled;
    CHECK(seats(auction, config) == before);
}

TEST_CASE("seats are the same before and after orders without a seat leave, and after a warp") {
    std::mt19937_64 random(9);
    for (int round = 0; round < 300; ++round) {
        const auto config = small_config(8);
        auto auction = auction_of(2, 100 + random() % 400);
        for (std::uint64_t i = 0; i < 40; ++i)
            auction.orders.push_back(order(i, 5 + random() % 400, 8 + i / 5));
        const auto now = 8 + random() % 8;  // seats until now are what a reader saw in that slot
        std::erase_if(auction.orders, [&](const Order& o) { return o.placed_slot > now; });
        const auto held = seats_until(auction, config, now);
        auto cancelled = auction;
        for (std::size_t i = 0; i < cancelled.orders.size(); ++i) {
            const auto is_held =
                std::any_of(held.begin(), held.end(), [&](const Seat& s) { return s.order == i; });
            if (!is_held && random() % 2 == 0) cancelled.orders[i].flags = Order::cancelled;
        }
        CHECK(seats_until(cancelled, config, now) == held);
        if (const auto out = displaced_order(auction, config, UINT64_MAX, now)) {
            auto displaced = auction;
            displaced.orders.erase(displaced.orders.begin() + *out);
            const auto after = seats_until(displaced, config, now);
            REQUIRE(after.size() == held.size());
            for (std::size_t i = 0; i < held.size(); ++i) CHECK(after[i].hook == held[i].hook);
        }
        // Nothing happens in the slots that a warp leaves out; what was held stays so.
        const auto all = seats(auction, config);
        for (const auto& seat : held) CHECK(std::find(all.begin(), all.end(), seat) != all.end());
    }
}

TEST_CASE("a full book lets the lowest unseated order go, the latest of equals") {
    const auto config = small_config(8);
    auto auction = auction_of(1, 700);
    for (std::uint64_t i = 0; i < max_orders; ++i)
        auction.orders.push_back(order(i, i < 500 ? 20 : 10, 0));
    CHECK(displaced_order(auction, config, 11, 0) == 1023);
    CHECK_FALSE(displaced_order(auction, config, 10, 0));
    auction.orders[700].limit = 9;
    CHECK(displaced_order(auction, config, 10, 0) == 700);
    auction.orders[3].flags = auction.orders[4].flags = Order::cancelled;
    CHECK(displaced_order(auction, config, 10, 0) == 4);  // cancelled ones first
    CHECK(displaced_order(auction, config, 5, 0) == 4);
}

TEST_CASE("an order with a seat is never displaced") {
    const auto config = small_config(8);
    auto auction = auction_of(1, 700);
    for (std::uint64_t i = 0; i < 3; ++i) auction.orders.push_back(order(i, 700, 0));
    CHECK_FALSE(displaced_order(auction, config, UINT64_MAX, 0));
    auction.orders.push_back(order(3, 699, 0));
    CHECK(displaced_order(auction, config, 700, 0) == 3);
    CHECK_FALSE(displaced_order(auction, config, 700, 1));
}

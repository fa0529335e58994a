#include <catch2/catch.hpp>

#include "devnet/sequencer/slot_budget.hpp"

using orrery::sequencer::SlotBudget;

TEST_CASE("a slot takes transactions by their limits until its units are used") {
    SlotBudget budget(60);
    CHECK(budget.has_room_for(60));
    budget.use(37);
    CHECK(budget.has_room_for(23));
    CHECK_FALSE(budget.has_room_for(24));
    budget.next_slot();
    CHECK(budget.has_room_for(60));
}

TEST_CASE("what hooks used beyond a slot's units is taken off the next") {
    SlotBudget budget(60);
    budget.use(75);
    budget.next_slot();
    CHECK(budget.has_room_for(100));  // an unused slot takes any, or nothing would ever run
    budget.use(1);
    CHECK(budget.has_room_for(44));
    CHECK_FALSE(budget.has_room_for(45));
    budget.next_slot();
    budget.use(1);
    CHECK(budget.has_room_for(59));
}

TEST_CASE("a reset forgets what was owed") {
    SlotBudget budget(60);
    budget.use(200);
    budget.next_slot();
    budget.reset();
    budget.use(1);
    CHECK(budget.has_room_for(59));
}

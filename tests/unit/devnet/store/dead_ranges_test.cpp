#include "devnet/store/dead_ranges.hpp"

#include <catch2/catch.hpp>

using namespace orrery::store;

namespace {

using Ranges = std::vector<DeadRange>;

}  // namespace

TEST_CASE("a rewind kills what is between its target and itself") {
    DeadRanges dead;
    dead.add(3, 7);
    CHECK(dead.ranges() == Ranges{{4, 6}});
    CHECK_FALSE(dead.contains(3));
    CHECK(dead.contains(4));
    CHECK(dead.contains(6));
    CHECK_FALSE(dead.contains(7));
    CHECK_FALSE(dead.contains(0));
    CHECK(dead.find(5)->first == 4);
}

TEST_CASE("a rewind of nothing kills nothing") {
    DeadRanges dead;
    dead.add(3, 4);
    CHECK(dead.ranges().empty());
    CHECK_FALSE(dead.contains(4));
}

TEST_CASE("a rewind to before another swallows it") {
    DeadRanges dead;
    dead.add(3, 7);
    dead.add(8, 12);
    CHECK(dead.ranges() == Ranges{{4, 6}, {9, 11}});
    dead.add(2, 15);
    CHECK(dead.ranges() == Ranges{{3, 14}});
    dead.add(2, 20);
    CHECK(dead.ranges() == Ranges{{3, 19}});
}

TEST_CASE("a rewind to another rewind keeps both ranges") {
    DeadRanges dead;
    dead.add(3, 7);
    dead.add(7, 10);
    CHECK(dead.ranges() == Ranges{{4, 6}, {8, 9}});
    CHECK_FALSE(dead.contains(7));
}

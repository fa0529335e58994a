#include <catch2/catch.hpp>

#include "tests/unit/devnet/svm/syscalls/machine.hpp"

using namespace orrery;
using namespace orrery::syscalls::test;

namespace {

Reply allocate(Machine& m, std::uint64_t size) { return m.call("sol_alloc_free_", {size, 0}); }

}  // namespace

TEST_CASE("sol_alloc_free_ bumps through the heap in steps of 8, for nothing") {
    Machine m;
    CHECK(allocate(m, 1) == returns(Machine::heap, 0));
    CHECK(allocate(m, 8) == returns(Machine::heap + 8, 0));
    CHECK(allocate(m, 0) == returns(Machine::heap + 16, 0));
    CHECK(allocate(m, 3) == returns(Machine::heap + 16, 0));
    CHECK(allocate(m, 1) == returns(Machine::heap + 24, 0));
}

TEST_CASE("sol_alloc_free_ doesn't align for loader v1") {
    Machine m;
    m.without_alignment();
    CHECK(allocate(m, 1) == returns(Machine::heap, 0));
    CHECK(allocate(m, 1) == returns(Machine::heap + 1, 0));
}

TEST_CASE("sol_alloc_free_ returns 0 when the heap is full and goes on with what fits") {
    Machine m;
    CHECK(allocate(m, Machine::heap_size + 1) == returns(0, 0));
    CHECK(allocate(m, UINT64_MAX) == returns(0, 0));
    CHECK(allocate(m, Machine::heap_size - 4) == returns(Machine::heap, 0));
    CHECK(allocate(m, 1) == returns(0, 0));
    CHECK(allocate(m, 0) == returns(Machine::heap + Machine::heap_size, 0));
}

TEST_CASE("sol_alloc_free_ frees nothing") {
    Machine m;
    REQUIRE(allocate(m, 8) == returns(Machine::heap, 0));
    CHECK(m.call("sol_alloc_free_", {8, Machine::heap}) == returns(0, 0));
    CHECK(allocate(m, 8) == returns(Machine::heap + 8, 0));
}

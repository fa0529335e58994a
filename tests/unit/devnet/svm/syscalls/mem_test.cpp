#include <catch2/catch.hpp>
#include <cstring>
#include <random>

#include "devnet/svm/syscalls/translate.hpp"
#include "tests/unit/devnet/svm/syscalls/machine.hpp"

using namespace orrery;
using namespace orrery::syscalls::test;

namespace {

constexpr auto heap = Machine::heap;
constexpr std::size_t window = 1024;

std::int32_t get_i32(Machine& m, std::uint64_t address) {
    return load_le<std::int32_t>(m.get(address, 4).data());
}

}  // namespace

TEST_CASE("memory syscalls cost 10 CU, from 2500 bytes on one per 250") {
    Machine m;
    const auto cost = [&](std::uint64_t n) {
        CHECK(m.call("sol_memset_", {heap, 0, n}).units ==
              m.call("sol_memcpy_", {heap, heap + 16384, n}).units);
        CHECK(m.call("sol_memmove_", {heap, heap, n}).units ==
              m.call("sol_memcmp_", {heap, heap, n, heap}).units);
        return m.call("sol_memmove_", {heap, heap, n}).units;
    };
    CHECK(cost(0) == 10);
    CHECK(cost(2500) == 10);
    CHECK(cost(2749) == 10);
    CHECK(cost(2750) == 11);
    CHECK(cost(16000) == 64);
}

TEST_CASE("memory syscalls do what the C library does, on random ranges") {
    Machine m;
    std::mt19937 random(7);
    Bytes model(window);
    for (auto& byte : model) byte = static_cast<std::uint8_t>(random() % 3);
    m.put(heap, model);
    const auto below = [&](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n)(random);
    };
    for (int round = 0; round < 2000; ++round) {
        const std::size_t n = below(below(window - 8));
        const std::size_t to = below(window - 8 - n), from = below(window - 8 - n);
        const auto byte = static_cast<std::uint8_t>(random());
        switch (random() % 4) {
            case 0:
                if (!syscalls::disjoint(from, n, to, n)) {
                    REQUIRE(m.call("sol_memcpy_", {heap + to, heap + from, n}) ==
                            aborts("Overlapping copy", 10));
                    break;
                }
                REQUIRE(m.call("sol_memcpy_", {heap + to, heap + from, n}) == returns(0, 10));
                std::memcpy(model.data() + to, model.data() + from, n);
                break;
            case 1:
                REQUIRE(m.call("sol_memmove_", {heap + to, heap + from, n}) == returns(0, 10));
                std::memmove(model.data() + to, model.data() + from, n);
                break;
            case 2:
                if (n > 64) break;  // keep the contents varied
                REQUIRE(m.call("sol_memset_", {heap + to, byte + 256u, n}) == returns(0, 10));
                std::memset(model.data() + to, byte, n);
                break;
            default:
                REQUIRE(m.call("sol_memcmp_", {heap + to, heap + from, n, heap + window}) ==
                        returns(0, 10));
                const int expected = std::memcmp(model.data() + to, model.data() + from, n);
                const int actual = get_i32(m, heap + window);
                REQUIRE((actual > 0) - (actual < 0) == (expected > 0) - (expected < 0));
        }
        REQUIRE(m.get(heap, window) == model);
    }
}

TEST_CASE("sol_memcmp_ writes the difference of the first bytes that differ") {
    Machine m;
    m.put(heap, "abcXz");
    m.put(heap + 8,
          "abc\xff"
          "a");
    m.put_u64(heap + 16, UINT64_MAX);
    CHECK(m.call("sol_memcmp_", {heap, heap + 8, 5, heap + 16}) == returns(0, 10));
    CHECK(get_i32(m, heap + 16) == 'X' - 0xff);
    CHECK(m.call("sol_memcmp_", {heap, heap + 8, 3, heap + 16}) == returns(0, 10));
    CHECK(m.get_u64(heap + 16) == 0xffffffff00000000);
    CHECK(m.call("sol_memcmp_", {heap, heap + 8, 3, heap + 18}) == aborts("Unaligned pointer", 10));
    m.without_alignment();
    CHECK(m.call("sol_memcmp_", {heap, heap + 8, 3, heap + 18}) == returns(0, 10));
}

TEST_CASE("memory syscalls never look at empty ranges, but sol_memcmp_ writes its result") {
    Machine m;
    CHECK(m.call("sol_memcpy_", {0, 0, 0}) == returns(0, 10));
    CHECK(m.call("sol_memmove_", {1, 2, 0}) == returns(0, 10));
    CHECK(m.call("sol_memset_", {3, 0, 0}) == returns(0, 10));
    CHECK(m.call("sol_memcmp_", {1, 2, 0, heap}) == returns(0, 10));
    CHECK(m.call("sol_memcmp_", {1, 2, 0, 0}) ==
          aborts("Access violation writing 4 bytes at address 0x0 (in unallocated region)", 10));
}

TEST_CASE("memory syscalls look the target up before the source and need it writable") {
    Machine m;
    CHECK(
        m.call("sol_memcpy_", {Machine::rodata, 0, 8}) ==
        aborts("Access violation writing 8 bytes at address 0x100000000 (in program region)", 10));
    CHECK(m.call("sol_memmove_", {heap, 0, 8}) ==
          aborts("Access violation reading 8 bytes at address 0x0 (in unallocated region)", 10));
    CHECK(
        m.call("sol_memset_", {Machine::rodata, 1, 8}) ==
        aborts("Access violation writing 8 bytes at address 0x100000000 (in program region)", 10));
    CHECK(m.call("sol_memcmp_", {0, 8, 8, heap}) ==
          aborts("Access violation reading 8 bytes at address 0x0 (in unallocated region)", 10));
    CHECK(m.call("sol_memcpy_", {heap, Machine::rodata + 16, 8}) == returns(0, 10));
    CHECK(m.get(heap, 8) == Bytes{16, 17, 18, 19, 20, 21, 22, 23});
}

TEST_CASE("ranges that touch don't overlap, and empty ones overlap nothing") {
    for (std::uint64_t at = 0; at <= 20; ++at) {
        CAPTURE(at);
        CHECK(syscalls::disjoint(10, 3, at, 3) == (at <= 7 || at >= 13));
        CHECK(syscalls::disjoint(10, 0, at, 0));
    }
    CHECK(syscalls::disjoint(UINT64_MAX, 3, UINT64_MAX - 1, 1));
    CHECK_FALSE(syscalls::disjoint(UINT64_MAX, 2, UINT64_MAX - 1, 3));
}

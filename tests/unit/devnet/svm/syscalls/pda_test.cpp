#include "sdk/crypto/pda.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/devnet/svm/syscalls/machine.hpp"

using namespace orrery;
using namespace orrery::syscalls::test;

namespace {

constexpr auto heap = Machine::heap;
constexpr auto program = heap + 1024;
constexpr auto address = heap + 1100;
constexpr auto bump = heap + 1200;
const std::string too_long =
    "Could not create program address with signer seeds: "
    "Length of the seed is too long for address generation";

// Puts one seed of text at the heap's start and its slice at +64.
void put_seed(Machine& m, std::string_view seed) {
    m.put(heap, seed);
    m.put_slices(heap + 64, {{heap, seed.size()}});
    m.put(program, key_of(42).bytes);
}

Bytes bytes_of(const Pubkey& key) { return {key.bytes.begin(), key.bytes.end()}; }

}  // namespace

TEST_CASE("sol_try_find_program_address finds what the SDK finds, for 1500 CU per bump tried") {
    bool several_tries = false;
    for (int i = 0; i < 30; ++i) {
        Machine m;
        const std::string seed = "seed " + std::to_string(i);
        put_seed(m, seed);
        const auto found = crypto::find_program_address({as_bytes(seed)}, key_of(42));
        REQUIRE(found);
        const std::uint64_t tries = 256u - found->bump;
        several_tries |= tries > 2;
        CHECK(m.call("sol_try_find_program_address", {heap + 64, 1, program, address, bump}) ==
              returns(0, 1500 * tries));
        CHECK(m.get(address, 32) == bytes_of(found->address));
        CHECK(m.get(bump, 1)[0] == found->bump);
        CHECK(m.call("sol_try_find_program_address", {heap + 64, 1, program, address, bump},
                     1500 * tries - 1) ==
              fails(tx::InstructionErrorCode::ComputationalBudgetExceeded, 1500 * tries - 1));
    }
    CHECK(several_tries);
}

TEST_CASE("sol_create_program_address gives the address, or 1 where it lies on the curve") {
    Machine m;
    const auto found = crypto::find_program_address({as_bytes("vault")}, key_of(42));
    REQUIRE(found);
    put_seed(m, "vault");
    m.put(heap + 200, ByteSpan(&found->bump, 1));
    m.put_slices(heap + 80, {{heap + 200, 1}});
    CHECK(m.call("sol_create_program_address", {heap + 64, 2, program, address}) ==
          returns(0, 1500));
    CHECK(m.get(address, 32) == bytes_of(found->address));

    // Of the seeds 0, 1, 2... about every second gives a point on the curve.
    int on_curve = 0;
    for (std::uint8_t i = 0; i < 20; ++i) {
        const bool exists =
            crypto::create_program_address({ByteSpan(&i, 1)}, key_of(42)).has_value();
        m.put(heap, ByteSpan(&i, 1));
        m.put_slices(heap + 64, {{heap, 1}});
        CHECK(m.call("sol_create_program_address", {heap + 64, 1, program, address}) ==
              returns(exists ? 0 : 1, 1500));
        on_curve += !exists;
    }
    CHECK(on_curve > 0);
    CHECK(on_curve < 20);
}

TEST_CASE("a derivation takes 16 seeds of 32 bytes and no more") {
    Machine m;
    m.put(program, key_of(42).bytes);
    for (std::uint64_t i = 0; i < 17; ++i) m.put_slices(heap + 64 + 16 * i, {{heap, 1}});
    const auto names = {"sol_create_program_address", "sol_try_find_program_address"};
    for (const auto* name : names) {
        CAPTURE(name);
        CHECK(m.call(name, {heap + 64, 17, program, address, bump}) == aborts(too_long, 1500));
        m.put_slices(heap + 512, {{heap, 33}});
        CHECK(m.call(name, {heap + 512, 1, program, address, bump}) == aborts(too_long, 1500));
        m.put_slices(heap + 512, {{heap, 32}});
        CHECK(m.call(name, {heap + 512, 1, program, address, bump}).value.has_value());
    }
    CHECK(m.call("sol_create_program_address", {heap + 64, 16, program, address}).value);
}

TEST_CASE("sol_try_find_program_address with 16 seeds has no room for a bump and tries all") {
    Machine m;
    m.put(program, key_of(42).bytes);
    for (std::uint64_t i = 0; i < 16; ++i) m.put_slices(heap + 64 + 16 * i, {{heap, 1}});
    CHECK(m.call("sol_try_find_program_address", {heap + 64, 16, program, address, bump}) ==
          returns(1, 256 * 1500));
}

TEST_CASE("a derivation looks up seeds, then the program, then its results") {
    Machine m;
    put_seed(m, "vault");
    const auto reading = [](std::string what) { return "Access violation reading " + what; };
    const auto create = [&](std::uint64_t seeds, std::uint64_t count, std::uint64_t id) {
        return m.call("sol_create_program_address", {seeds, count, id, 0});
    };
    CHECK(create(0, 1, 0) ==
          aborts(reading("16 bytes at address 0x0 (in unallocated region)"), 1500));
    CHECK(create(heap + 65, 1, 0) == aborts("Unaligned pointer", 1500));
    m.put_slices(heap + 64, {{8, 5}});
    CHECK(create(heap + 64, 1, 0) ==
          aborts(reading("5 bytes at address 0x8 (in unallocated region)"), 1500));
    put_seed(m, "vault");
    CHECK(create(heap + 64, 1, 0) ==
          aborts(reading("32 bytes at address 0x0 (in unallocated region)"), 1500));

    const auto find = [&](std::uint64_t to, std::uint64_t bump_to) {
        return m.call("sol_try_find_program_address", {heap + 64, 1, program, to, bump_to})
            .error.text;
    };
    CHECK(find(0, 0) == "Access violation writing 1 bytes at address 0x0 (in unallocated region)");
    CHECK(find(0, bump) ==
          "Access violation writing 32 bytes at address 0x0 (in unallocated region)");
    CHECK(find(address, address + 31) == "Overlapping copy");
    CHECK(find(address, address + 32).empty());
}

#include <catch2/catch.hpp>

#include "sdk/codec/writer.hpp"
#include "tests/unit/devnet/svm/syscalls/machine.hpp"

using namespace orrery;
using namespace orrery::syscalls::test;

namespace {

constexpr auto heap = Machine::heap;
constexpr auto header = heap + 256;
constexpr auto program = heap + 320;
constexpr auto data = heap + 384;
constexpr auto accounts = heap + 512;

Bytes bytes_of(const Pubkey& key) { return {key.bytes.begin(), key.bytes.end()}; }

// Calls program account 1 with account 2 as the running program would, up to where it runs.
void enter_callee(Machine& m, Bytes instruction_data) {
    const Instruction instruction{
        key_of(11), {{key_of(12), true, true}}, std::move(instruction_data)};
    REQUIRE(m.context().prepare_cpi(instruction, {}));
    REQUIRE(m.context().push_cpi());
}

Reply sibling(Machine& m, std::uint64_t index) {
    return m.call("sol_get_processed_sibling_instruction",
                  {index, header, program, data, accounts});
}

}  // namespace

TEST_CASE("return data goes from setter to getter with the setter's id") {
    Machine m;
    m.put(heap, "hello");
    CHECK(m.call("sol_get_return_data", {heap + 64, 10, program}) == returns(0, 100));
    CHECK(m.call("sol_set_return_data", {heap, 5}) == returns(0, 100));
    CHECK(m.call("sol_get_return_data", {heap + 64, 3, program}) == returns(5, 100));
    CHECK(as_text(m.get(heap + 64, 4)) == std::string_view("hel\0", 4));
    CHECK(m.get(program, 32) == bytes_of(key_of(10)));
    CHECK(m.call("sol_get_return_data", {heap + 64, 99, program}) == returns(5, 100));
    CHECK(as_text(m.get(heap + 64, 5)) == "hello");
}

TEST_CASE("return data costs a CU per 250 bytes set, and got with the id") {
    Machine m;
    CHECK(m.call("sol_set_return_data", {heap, 1024}) == returns(0, 104));
    CHECK(m.call("sol_get_return_data", {heap, 217, heap + 2048}) == returns(1024, 100));
    CHECK(m.call("sol_get_return_data", {heap, 218, heap + 2048}) == returns(1024, 101));
    CHECK(m.call("sol_get_return_data", {heap, 1024, heap + 2048}) == returns(1024, 104));
}

TEST_CASE("setting no return data clears it and looks nothing up") {
    Machine m;
    CHECK(m.call("sol_set_return_data", {heap, 8}) == returns(0, 100));
    CHECK(m.call("sol_set_return_data", {0, 0}) == returns(0, 100));
    CHECK(m.context().return_data().data.empty());
    CHECK(m.call("sol_get_return_data", {0, 8, 0}) == returns(0, 100));
}

TEST_CASE("return data is at most 1024 bytes, inside memory, and no results overlap") {
    Machine m;
    CHECK(m.call("sol_set_return_data", {0, 1025}) ==
          aborts("Return data too large (1025 > 1024)", 104));
    CHECK(m.call("sol_set_return_data", {0, 8}) ==
          aborts("Access violation reading 8 bytes at address 0x0 (in unallocated region)", 100));
    REQUIRE(m.call("sol_set_return_data", {heap, 8}) == returns(0, 100));
    CHECK(m.call("sol_get_return_data", {0, 8, program}) ==
          aborts("Access violation writing 8 bytes at address 0x0 (in unallocated region)", 100));
    CHECK(m.call("sol_get_return_data", {heap, 8, 0}) ==
          aborts("Access violation writing 32 bytes at address 0x0 (in unallocated region)", 100));
    CHECK(m.call("sol_get_return_data", {heap + 7, 8, heap + 14}) ==
          aborts("Overlapping copy", 100));
    CHECK(m.call("sol_get_return_data", {0, 0, 0}) == returns(8, 100));
}

TEST_CASE("sol_get_stack_height counts from 1 at the top level") {
    Machine m;
    CHECK(m.call("sol_get_stack_height") == returns(1, 100));
    enter_callee(m, {});
    CHECK(m.call("sol_get_stack_height") == returns(2, 100));
}

TEST_CASE("the first instruction has no processed sibling, and later ones don't count") {
    Machine m;
    CHECK(sibling(m, 0) == returns(0, 100));
    CHECK(sibling(m, UINT64_MAX) == returns(0, 100));
}

TEST_CASE("a top-level instruction sees the one before it, but not what that called") {
    Machine m;
    enter_callee(m, {1});
    REQUIRE(m.context().pop());
    REQUIRE(m.context().pop());
    REQUIRE(m.context().push_top_level(1));

    CHECK(sibling(m, 0) == returns(1, 100));
    CHECK(m.get_u64(header) == 3);
    CHECK(m.get_u64(header + 8) == 4);
    CHECK(m.get(program, 32) == Bytes(32));

    CHECK(sibling(m, 0) == returns(1, 100));
    CHECK(m.get(program, 32) == bytes_of(key_of(10)));
    CHECK(m.get(data, 3) == Bytes{7, 8, 9});
    codec::ByteWriter metas;
    metas.key(key_of(12)).u8(1).u8(1).key(key_of(13)).u8(0).u8(1);
    metas.key(key_of(14)).u8(0).u8(0).key(key_of(11)).u8(0).u8(0);
    CHECK(m.get(accounts, 4 * 34) == metas.take());
    CHECK(sibling(m, 1) == returns(0, 100));
}

TEST_CASE("a called instruction sees those its caller called before, newest first") {
    Machine m;
    for (std::uint8_t n = 1; n <= 3; ++n) {
        enter_callee(m, Bytes(n, n));
        if (n < 3) REQUIRE(m.context().pop());
    }
    const auto length_of = [&](std::uint64_t index) {
        m.put_u64(header, 99);
        CHECK(sibling(m, index) == returns(1, 100));
        return m.get_u64(header);
    };
    CHECK(length_of(0) == 2);
    CHECK(length_of(1) == 1);
    CHECK(sibling(m, 2) == returns(0, 100));
}

TEST_CASE("sibling results are looked up in order, aligned where they need it, and disjoint") {
    Machine m;
    REQUIRE(m.context().pop());
    REQUIRE(m.context().push_top_level(1));
    const auto get = [&](std::uint64_t at, std::uint64_t id, std::uint64_t bytes,
                         std::uint64_t metas) {
        return m.call("sol_get_processed_sibling_instruction", {0, at, id, bytes, metas})
            .error.text;
    };
    CHECK(get(0, program, data, accounts) ==
          "Access violation writing 16 bytes at address 0x0 (in unallocated region)");
    CHECK(get(header + 4, program, data, accounts) == "Unaligned pointer");
    CHECK(get(header, 0, 0, 0).empty());  // fills the lengths in
    CHECK(get(header, 0, 0, 0) ==
          "Access violation writing 32 bytes at address 0x0 (in unallocated region)");
    CHECK(get(header, program, 0, 0) ==
          "Access violation writing 3 bytes at address 0x0 (in unallocated region)");
    CHECK(get(header, program, data, 0) ==
          "Access violation writing 136 bytes at address 0x0 (in unallocated region)");
    CHECK(get(header, program, program + 31, accounts) == "Overlapping copy");
    CHECK(get(header, program, data, header + 15) == "Overlapping copy");
    CHECK(get(header, program, data, accounts + 1).empty());
}

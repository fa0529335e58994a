#include <catch2/catch.hpp>

#include "sdk/codec/base58.hpp"
#include "tests/unit/devnet/svm/syscalls/machine.hpp"

using namespace orrery;
using namespace orrery::syscalls::test;

namespace {

constexpr auto heap = Machine::heap;
using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("sol_log_ logs text for its length in CU, but at least 100") {
    Machine m;
    m.put(heap, "héllo");
    CHECK(m.call("sol_log_", {heap, 6}) == returns(0, 100));
    CHECK(m.call("sol_log_", {heap, 0}) == returns(0, 100));
    CHECK(m.call("sol_log_", {Machine::rodata + 33, 94}) == returns(0, 100));
    m.put(heap, std::string(500, 'x'));
    CHECK(m.call("sol_log_", {heap, 500}) == returns(0, 500));
    REQUIRE(m.logs().size() == 4);
    CHECK(m.logs()[0] == "Program log: héllo");
    CHECK(m.logs()[1] == "Program log: ");
    CHECK(m.logs()[2].starts_with("Program log: !\"#$%&"));
    CHECK(m.logs()[3] == "Program log: " + std::string(500, 'x'));
}

TEST_CASE("sol_log_ refuses bytes that are not UTF-8 with Rust's words and logs nothing") {
    Machine m;
    m.put(heap, "a\xff");
    CHECK(m.call("sol_log_", {heap, 2}) ==
          aborts("invalid utf-8 sequence of 1 bytes from index 1: [97, 255]", 100));
    m.put(heap, "\xe2\x82");
    CHECK(m.call("sol_log_", {heap, 2}) ==
          aborts("incomplete utf-8 byte sequence from index 0: [226, 130]", 100));
    CHECK(m.logs().empty());
}

TEST_CASE("sol_log_ faults outside of memory, after it charged") {
    Machine m;
    CHECK(m.call("sol_log_", {0, 5}) ==
          aborts("Access violation reading 5 bytes at address 0x0 (in unallocated region)", 100));
    CHECK(m.call("sol_log_", {0, 0}) == returns(0, 100));
}

TEST_CASE("sol_log_64_ logs five numbers in hexadecimal") {
    Machine m;
    CHECK(m.call("sol_log_64_", {0, 1, 10, 0xabcdef, UINT64_MAX}) == returns(0, 100));
    CHECK(m.logs() == Lines{"Program log: 0x0, 0x1, 0xa, 0xabcdef, 0xffffffffffffffff"});
}

TEST_CASE("sol_log_pubkey logs a key in base58, aligned or not") {
    Machine m;
    m.put(heap + 3, key_of(10).bytes);
    CHECK(m.call("sol_log_pubkey", {heap + 3}) == returns(0, 100));
    CHECK(m.logs() == Lines{"Program log: " + codec::to_string(key_of(10))});
    CHECK(m.call("sol_log_pubkey", {heap + Machine::heap_size - 31})
              .error.text.starts_with("Access violation reading 32 bytes at address 0x300007fe1"));
}

TEST_CASE("sol_log_compute_units_ logs what is left after its own cost") {
    Machine m;
    CHECK(m.call("sol_log_compute_units_", {}, 1234) == returns(0, 100));
    CHECK(m.logs() == Lines{"Program consumption: 1134 units remaining"});
}

TEST_CASE("sol_log_data logs fields in base64 for 100 CU each and one per byte") {
    Machine m;
    m.put(heap, "abcde");
    m.put_slices(heap + 64, {{heap, 2}, {0, 0}, {heap + 2, 3}});
    CHECK(m.call("sol_log_data", {heap + 64, 3}) == returns(0, 100 + 300 + 5));
    CHECK(m.call("sol_log_data", {heap + 64, 0}) == returns(0, 100));
    CHECK(m.logs() == Lines{"Program data: YWI=  Y2Rl", "Program data: "});
}

TEST_CASE("sol_log_data charges lengths before it looks the fields up") {
    Machine m;
    m.put_slices(heap, {{0, 7}});
    CHECK(m.call("sol_log_data", {heap, 1}) ==
          aborts("Access violation reading 7 bytes at address 0x0 (in unallocated region)", 207));
    m.put_slices(heap, {{0, UINT64_MAX}, {0, UINT64_MAX}});
    CHECK(m.call("sol_log_data", {heap, 2}) ==
          fails(tx::InstructionErrorCode::ComputationalBudgetExceeded, Machine::plenty));
    CHECK(m.call("sol_log_data", {heap + 4, 1}) == aborts("Unaligned pointer", 100));
    CHECK(m.call("sol_log_data", {heap, 1ull << 60}) == aborts("InvalidLength", 100));
}

TEST_CASE("abort and sol_panic_ end the program") {
    Machine m;
    CHECK(m.call("abort") == aborts("SBF program panicked", 0));
    m.put(heap, "src/lib.rs");
    CHECK(m.call("sol_panic_", {heap, 10, 12, 34}) ==
          aborts("SBF program Panicked in src/lib.rs at 12:34", 10));
    m.put(heap, "\xc0");
    CHECK(m.call("sol_panic_", {heap, 1, 1, 1}) ==
          aborts("invalid utf-8 sequence of 1 bytes from index 0: [192]", 1));
}

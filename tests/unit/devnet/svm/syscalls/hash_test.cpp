#include <catch2/catch.hpp>

#include "sdk/codec/hex.hpp"
#include "tests/unit/devnet/svm/syscalls/machine.hpp"

using namespace orrery;
using namespace orrery::syscalls::test;

namespace {

constexpr auto heap = Machine::heap;
constexpr auto slices = heap + 256;
constexpr auto result = heap + 512;

}  // namespace

TEST_CASE("hash syscalls digest the slices' concatenation") {
    Machine m;
    m.put(heap, "abc");
    m.put_slices(slices, {{heap, 1}, {0, 0}, {heap + 1, 2}});
    CHECK(m.call("sol_sha256", {slices, 3, result}) == returns(0, 85 + 30));
    CHECK(codec::hex_encode(m.get(result, 32)) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(m.call("sol_keccak256", {slices, 3, result}) == returns(0, 85 + 30));
    CHECK(codec::hex_encode(m.get(result, 32)) ==
          "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    CHECK(m.call("sol_sha256", {0, 0, result}) == returns(0, 85));
    CHECK(codec::hex_encode(m.get(result, 32)) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("hash syscalls cost half a CU per byte of a slice, at least 10") {
    Machine m;
    m.put_slices(slices, {{heap, 20}, {heap, 21}, {heap, 22}, {heap, 251}});
    CHECK(m.call("sol_sha256", {slices, 1, result}) == returns(0, 85 + 10));
    CHECK(m.call("sol_sha256", {slices, 4, result}) == returns(0, 85 + 10 + 10 + 11 + 125));
}

TEST_CASE("hash syscalls may overwrite their input") {
    Machine m;
    m.put(heap, "abc");
    m.put_slices(slices, {{heap, 3}});
    CHECK(m.call("sol_sha256", {slices, 1, heap}) == returns(0, 95));
    CHECK(codec::hex_encode(m.get(heap, 4)) == "ba7816bf");
}

TEST_CASE("hash syscalls look the result up first, then slice by slice") {
    Machine m;
    m.put_slices(slices, {{heap, 3}, {8, 3}});
    CHECK(m.call("sol_sha256", {8, 1, 16}) ==
          aborts("Access violation writing 32 bytes at address 0x10 (in unallocated region)", 85));
    CHECK(m.call("sol_sha256", {8, 1, result}) ==
          aborts("Access violation reading 16 bytes at address 0x8 (in unallocated region)", 85));
    CHECK(m.call("sol_sha256", {slices, 2, result}) ==
          aborts("Access violation reading 3 bytes at address 0x8 (in unallocated region)", 95));
    CHECK(m.call("sol_sha256", {slices + 1, 1, result}) == aborts("Unaligned pointer", 85));
    CHECK(m.call("sol_keccak256", {slices, 1, result + 1}) == returns(0, 95));
}

TEST_CASE("hash syscalls take at most 20000 slices and say so before they charge") {
    Machine m;
    CHECK(m.call("sol_sha256", {slices, 20'001, result}) ==
          aborts("Hashing too many sequences", 0));
    CHECK(m.call("sol_keccak256", {slices, 20'002, result}) ==
          aborts("Hashing too many sequences", 0));
    CHECK(m.logs() ==
          std::vector<std::string>{
              "Sha256 Hashing 20001 sequences in one syscall is over the limit 20000",
              "Keccak256 Hashing 20002 sequences in one syscall is over the limit 20000"});
}

#include "devnet/svm/syscalls/table.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/devnet/svm/syscalls/machine.hpp"

using namespace orrery;
using namespace orrery::syscalls::test;

TEST_CASE("the table has each syscall once, and the registry finds all") {
    std::set<std::uint32_t> hashes;
    for (const vm::Syscall& row : syscalls::syscall_table()) {
        CAPTURE(row.name);
        CHECK(hashes.insert(row.hash).second);
        const vm::Syscall* found = syscalls::syscall_registry().find(row.hash);
        REQUIRE(found);
        CHECK(found->name == row.name);
        CHECK(row.deployable == (row.name != "sol_alloc_free_"));
    }
    CHECK(hashes.size() == 33);
    CHECK(hashes.contains(0x207559bd));  // sol_log_
    CHECK(hashes.contains(0xb6fc1a11));  // abort
}

TEST_CASE("the table lacks what upstream gates off") {
    for (const auto name : {"sol_blake3", "sol_sha512", "sol_big_mod_exp", "sol_get_fees_sysvar",
                            "sol_remaining_compute_units"})
        CHECK_FALSE(syscalls::syscall_registry().find(sbpf::murmur3(name)));
}

TEST_CASE("one CU less than a syscall costs fails it with an empty meter") {
    struct Case {
        std::string name;
        std::array<std::uint64_t, 5> registers;
        std::uint64_t cost;
    };
    constexpr auto heap = Machine::heap;
    const std::vector<Case> cases = {
        {"sol_panic_", {heap, 7}, 7},
        {"sol_log_", {heap, 300}, 300},
        {"sol_log_64_", {}, 100},
        {"sol_log_pubkey", {heap}, 100},
        {"sol_log_compute_units_", {}, 100},
        {"sol_log_data", {heap, 2}, 300},
        {"sol_memcpy_", {heap, heap + 64, 8}, 10},
        {"sol_memmove_", {heap, heap, 8}, 10},
        {"sol_memset_", {heap, 0, 8}, 10},
        {"sol_memcmp_", {heap, heap, 8, heap}, 10},
        {"sol_sha256", {heap, 3, heap}, 115},
        {"sol_keccak256", {heap, 3, heap}, 115},
        {"sol_create_program_address", {heap, 1, heap, heap}, 1500},
        {"sol_get_sysvar", {heap, heap, 0, 8}, 110},
        {"sol_get_epoch_stake", {0}, 100},
        {"sol_get_epoch_stake", {heap}, 110},
        {"sol_set_return_data", {heap, 500}, 102},
        {"sol_get_return_data", {heap, 0, heap}, 100},
        {"sol_get_stack_height", {}, 100},
        {"sol_get_processed_sibling_instruction", {0, heap, heap, heap, heap}, 100},
        {"sol_secp256k1_recover", {heap, 0, heap, heap}, 25'000},
        {"sol_curve_validate_point", {0, heap}, 159},
        {"sol_curve_group_op", {1, 0, heap, heap, heap}, 521},
        {"sol_curve_multiscalar_mul", {0, heap, heap, 2, heap}, 3031},
    };
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CHECK(Machine().call(c.name, c.registers, c.cost).units == c.cost);
        CHECK(Machine().call(c.name, c.registers, c.cost).error.error.code !=
              tx::InstructionErrorCode::ComputationalBudgetExceeded);
        CHECK(Machine().call(c.name, c.registers, c.cost - 1) ==
              fails(tx::InstructionErrorCode::ComputationalBudgetExceeded, c.cost - 1));
    }
}

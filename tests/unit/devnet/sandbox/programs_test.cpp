#include "tests/unit/devnet/sandbox/programs.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "devnet/sandbox/sandbox.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"

namespace orrery {
namespace {

using sandbox_test::returning;

Instruction call(const Pubkey& program) { return {program, {}, {}}; }

SandboxErrorCode code_of(const SandboxResult<void>& result) { return result.error().code; }

}  // namespace

TEST_CASE("a program deployed through the loader runs at once") {
    Sandbox chain;
    const auto authority = chain.new_wallet();
    const auto program = chain.deploy(returning(0, 5000), {.authority = authority});
    REQUIRE(program);
    CHECK(expect_ok(chain.send(call(*program))));
    const auto data = chain.account(tx::loader_v3::programdata_address(*program));
    CHECK(data->data.size() == 45 + returning(0, 5000).size());
    CHECK(chain.account(*program)->executable);
    CHECK(chain.owned_by(ids::loader_v3).size() == 2);  // no buffer is left
}

TEST_CASE("a program is deployed at the address of the key that is given") {
    Sandbox chain;
    const auto key = chain.new_wallet({});
    CHECK(*chain.deploy(returning(0), {.program = key, .max_data_len = 10'000}) == key.pubkey);
    const auto data = chain.account(tx::loader_v3::programdata_address(key.pubkey));
    CHECK(data->data.size() == 45 + 10'000);
}

TEST_CASE("a program can be upgraded, to a larger one too, and closed") {
    Sandbox chain;
    const auto program = *chain.deploy(returning(0));
    REQUIRE(expect_ok(chain.send(call(program))));
    REQUIRE(chain.upgrade(program, returning(1)));
    CHECK(expect_custom_error(chain.send(call(program)), 1));
    REQUIRE(chain.upgrade(program, returning(2, 30'000)));
    CHECK(expect_custom_error(chain.send(call(program)), 2));

    REQUIRE(chain.close_program(program));
    CHECK_FALSE(chain.send(call(program)).ok());
    CHECK(code_of(chain.upgrade(program, returning(3))) == SandboxErrorCode::wrong_account);
    CHECK(code_of(chain.close_program(program)) == SandboxErrorCode::wrong_account);
}

TEST_CASE("a chain without signature checks deploys too") {
    Sandbox chain({.check_signatures = false});
    const auto program = *chain.deploy(returning(0));
    REQUIRE(chain.upgrade(program, returning(4)));
    CHECK(expect_custom_error(chain.send(call(program)), 4));
}

TEST_CASE("only its authority upgrades or closes a program") {
    Sandbox chain;
    const auto authority = chain.new_wallet(), stranger = chain.new_wallet();
    const auto program = *chain.deploy(returning(0), {.authority = authority});
    const auto upgrade = chain.upgrade(program, returning(1), stranger);
    REQUIRE_FALSE(upgrade);
    CHECK(upgrade.error().code == SandboxErrorCode::transaction_failed);
    CHECK(upgrade.error().what.find("upgrading the program: the transaction failed: ") == 0);
    CHECK(upgrade.error().what.find("Incorrect upgrade authority") != std::string::npos);
    CHECK(code_of(chain.close_program(program, stranger)) == SandboxErrorCode::transaction_failed);
    CHECK(expect_ok(chain.send(call(program))));
    CHECK(chain.upgrade(program, returning(1), authority));
}

TEST_CASE("what is no ELF is neither deployed nor placed") {
    Sandbox chain;
    const Bytes noise(200, 1);
    const auto deployed = chain.deploy(noise);
    REQUIRE_FALSE(deployed);
    CHECK(deployed.error().code == SandboxErrorCode::transaction_failed);
    const auto placed = chain.place_program(noise);
    REQUIRE_FALSE(placed);
    CHECK(placed.error().code == SandboxErrorCode::bad_program);
    CHECK(placed.error().what.find("the ELF can't be loaded: ") == 0);
}

TEST_CASE("a placed program runs in the same slot, at any address, and can be replaced") {
    Sandbox chain;
    Pubkey address;
    address.bytes.fill(7);
    CHECK(*chain.place_program(returning(0), {.program = address}) == address);
    CHECK(chain.slot() == Slot{1});
    CHECK(expect_ok(chain.send(call(address))));
    REQUIRE(chain.place_program(returning(5), {.program = address}));
    CHECK(expect_custom_error(chain.send(call(address)), 5));
}

TEST_CASE("a placed program is upgraded by its authority; without one it is final") {
    Sandbox chain;
    const auto authority = chain.new_wallet();
    const auto open = *chain.place_program(returning(0), {.authority = authority.pubkey});
    const auto final = *chain.place_program(returning(0));
    REQUIRE(chain.upgrade(open, returning(1), authority));
    CHECK(expect_custom_error(chain.send(call(open)), 1));
    CHECK(code_of(chain.upgrade(final, returning(1))) == SandboxErrorCode::transaction_failed);
}

TEST_CASE("programs come from files, and a missing file is said") {
    const auto path = std::filesystem::temp_directory_path() / "orrery-sandbox-test.so";
    const auto elf = returning(9);
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(elf.data()), static_cast<std::streamsize>(elf.size()));
    Sandbox chain;
    CHECK(expect_custom_error(chain.send(call(*chain.deploy(path))), 9));
    CHECK(expect_custom_error(chain.send(call(*chain.place_program(path))), 9));
    std::filesystem::remove(path);
    const auto missing = chain.deploy(path);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == SandboxErrorCode::unreadable_file);
    CHECK(missing.error().what.find(path.string()) == 0);
    CHECK(chain.place_program(path).error().code == SandboxErrorCode::unreadable_file);
    const auto folder = path.parent_path();
    CHECK(chain.deploy(folder).error().code == SandboxErrorCode::unreadable_file);
}

}  // namespace orrery

// Which accounts a transaction holds, and how (svm-runtime.md 1.1: lookup tables, duplicates,
// limits, demotion; agave: svm-transaction, reserved-account-keys, address-lookup-table-interface).

#include <catch2/catch.hpp>

#include "sdk/tx/write_access.hpp"
#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {
namespace {

const Pubkey table = key(0x70);

/// A v0 transaction that names key(30) and key(31) by the table.
Spec by_table(std::vector<Instruction> instructions) {
    return {.instructions = std::move(instructions),
            .version = tx::Version::v0,
            .tables = {{table, {key(30), key(31)}}}};
}

Spec by_table() { return by_table({act(Deeds(), {writable(key(30)), readonly(key(31))})}); }

/// Whether an instruction may write the account, as its program sees it.
bool can_write(const Pubkey& k, std::vector<AccountMeta> more = {}) {
    World world;
    world.put(k, account(5 * sol, puppet));
    std::vector<AccountMeta> metas{writable(k)};
    metas.insert(metas.end(), more.begin(), more.end());
    const auto outcome = world.run({.instructions = {act(Deeds().add(0, 1).add(0, -1), metas)}});
    if (outcome.ok()) return true;
    CHECK(text(outcome.error) == text(at(0, IxCode::ReadonlyLamportChange)));
    return false;
}

}  // namespace

TEST_CASE("reserved keys are read-only however they are asked for") {
    for (const auto& k : tx::reserved_keys()) {
        if (k == ids::instructions) continue;  // no account
        INFO(int(k.bytes[0]) << " " << int(k.bytes[1]));
        CHECK_FALSE(can_write(k));
    }
    CHECK(can_write(key(40)));
    CHECK(can_write(ids::spl_token));  // a program's id that nobody calls stays writable
}

TEST_CASE("an invoked program is read-only unless the upgradeable loader is among the keys") {
    World world;
    const Pubkey called = key(41);
    world.put_old_program(called, program("mov64 r0, 0; exit"));
    const Instruction call{called, {}, {}};
    const auto write = [&](std::vector<AccountMeta> more) {
        std::vector<AccountMeta> metas{writable(called)};
        metas.insert(metas.end(), more.begin(), more.end());
        return world.run({.instructions = {call, act(Deeds().fill(0, 1), metas)}});
    };
    CHECK(text(write({}).error) == text(at(1, IxCode::ReadonlyDataModified)));
    // Now it is writable, and only its owner stands in the way.
    CHECK(text(write({readonly(ids::loader_v3)}).error) ==
          text(at(1, IxCode::ExternalAccountDataModified)));
}

TEST_CASE("64 accounts can be locked, 65 can't") {
    World world;
    const auto with = [&](std::uint8_t others) {
        std::vector<AccountMeta> metas;
        std::vector<Pubkey> addresses;
        for (std::uint8_t i = 0; i < others; ++i) {
            Pubkey k = key(0x80);
            k.bytes[31] = i;
            metas.push_back(writable(k));
            addresses.push_back(k);
        }
        world.put_table(table, addresses, 1, 0);
        return world.run({.instructions = {act(Deeds(), metas)},
                          .version = tx::Version::v0,
                          .tables = {{table, addresses}}});
    };
    // Besides: the payer and the puppet.
    CHECK(text(with(62).error) == "no error");
    CHECK(text(with(63).error) == text(tx::TransactionError(Code::TooManyAccountLocks)));
    world.features = world.features.with(svm::Feature::increase_tx_account_lock_limit);
    CHECK(text(with(63).error) == "no error");
    CHECK(text(with(127).error) == text(tx::TransactionError(Code::TooManyAccountLocks)));
}

TEST_CASE("a key that stands in the message and in a table is loaded twice") {
    World world;
    world.put_table(table, {key(30), key(1)}, 1, 0);  // says key(31), means the payer
    CHECK(text(world.run(by_table()).error) ==
          text(tx::TransactionError(Code::AccountLoadedTwice)));
    world.put_table(table, {key(30), key(30)}, 1, 0);
    CHECK(text(world.run(by_table()).error) ==
          text(tx::TransactionError(Code::AccountLoadedTwice)));
}

TEST_CASE("a lookup table must exist, be one, decode and have the index") {
    World world;
    const auto error = [&] { return text(world.run(by_table()).error); };
    CHECK(error() == text(tx::TransactionError(Code::AddressLookupTableNotFound)));
    world.put(table, account(sol));
    CHECK(error() == text(tx::TransactionError(Code::InvalidAddressLookupTableOwner)));
    world.put(table, account(sol, ids::address_lookup_table, Bytes(55)));
    CHECK(error() == text(tx::TransactionError(Code::InvalidAddressLookupTableData)));
    world.put(table, account(sol, ids::address_lookup_table, Bytes(56)));
    CHECK(error() == text(tx::TransactionError(Code::InvalidAddressLookupTableData)));
    world.put_table(table, {key(30)}, 1, 0);
    CHECK(error() == text(tx::TransactionError(Code::InvalidAddressLookupTableIndex)));
    world.put_table(table, {key(30), key(31)}, 1, 0);
    CHECK(error() == "no error");
}

TEST_CASE("addresses that a table got in this slot can be used from the next one on") {
    World world;
    world.set_slot(100);
    world.put_table(table, {key(30), key(31)}, 100, 1);
    CHECK(text(world.run(by_table()).error) ==
          text(tx::TransactionError(Code::InvalidAddressLookupTableIndex)));
    const auto first_only = by_table({act(Deeds(), {writable(key(30))})});
    CHECK(text(world.run(first_only).error) == "no error");
    world.set_slot(101);
    CHECK(text(world.run(by_table()).error) == "no error");
}

TEST_CASE("loaded addresses follow the static keys, writable ones first, and may be written") {
    World world;
    world.put_table(table, {key(30), key(31)}, 1, 0);
    world.put(key(30), account(2 * sol, puppet));
    const auto outcome = world.run(by_table({act(
        Deeds().add(0, -5).add(2, 5), {writable(key(30)), readonly(key(31)), signing(key(1))})}));
    REQUIRE(text(outcome.error) == "no error");
    CHECK(outcome.loaded_addresses.writable == std::vector<Pubkey>{key(30)});
    CHECK(outcome.loaded_addresses.readonly == std::vector<Pubkey>{key(31)});
    REQUIRE(outcome.balances.size() == 4);
    CHECK(outcome.balances[2].before == Lamports{2 * sol});
    CHECK(outcome.balances[2].after == Lamports{2 * sol - 5});
    CHECK(outcome.balances[0].after == Lamports{100 * sol - 5000 + 5});
}

TEST_CASE("account_keys closes the set of keys an execution can reach") {
    World world;
    world.put_table(table, {key(30), key(31)}, 1, 0);
    const auto programdata = world.put_program(key(31), program("mov64 r0, 0; exit"));
    const auto transaction = world.transaction(by_table());
    const auto keys = account_keys(transaction, world);
    CHECK(std::is_sorted(keys.begin(), keys.end()));
    for (const auto& k : {key(1), puppet, table, key(30), key(31), programdata})
        CHECK(std::binary_search(keys.begin(), keys.end(), k));
    CHECK(keys.size() == 6);
    for (const auto& read : world.run(transaction).reads)
        CHECK(std::binary_search(keys.begin(), keys.end(), read.key));
    CHECK(account_keys(transaction, World()).size() == 3);  // without the table: what is known
}

}  // namespace orrery::runtime::testing

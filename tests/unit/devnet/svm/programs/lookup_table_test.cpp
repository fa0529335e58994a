#include "devnet/svm/programs/lookup_table.hpp"

#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace orrery;
using namespace orrery::programs;
using namespace orrery::programs::testing;
using Kind = LookupTableStatus::Kind;
using TxCode = tx::TransactionErrorCode;

namespace {

const auto authority = key(2);

Bytes table_data(const LookupTableMeta& meta, std::size_t addresses) {
    auto out = meta.encode();
    for (std::size_t i = 0; i < addresses; ++i) {
        const auto k = key(static_cast<std::uint8_t>(i));
        out.insert(out.end(), k.bytes.begin(), k.bytes.end());
    }
    return out;
}

AccountRef table(const LookupTableMeta& meta, std::size_t addresses) {
    return std::make_shared<const Account>(
        account(1, ids::address_lookup_table, table_data(meta, addresses)));
}

/// Looks up in slot 100, whose SlotHashes are 99, 98, 97.
struct LookUp {
    World world;
    Bytes writable{0, 2};
    Bytes readonly{1};
    tx::LoadedAddresses loaded{};

    Result<void, tx::TransactionError> operator()(const AccountRef& account) {
        return look_up({key(1), writable, readonly}, account, world.sysvars, loaded);
    }
    TxCode error(const AccountRef& account) {
        const auto out = (*this)(account);
        REQUIRE_FALSE(out);
        return out.error().code;
    }
};

}  // namespace

TEST_CASE("a lookup table's header takes 56 bytes, with or without an authority") {
    const LookupTableMeta open{7, 8, 9, authority};
    const LookupTableMeta frozen{LookupTableMeta::never, 8, 9, std::nullopt};
    for (const auto& meta : {open, frozen}) {
        const auto bytes = table_data(meta, 2);
        REQUIRE(bytes.size() == 56 + 64);
        const auto decoded = LookupTable::decode(bytes, bytes.size());
        REQUIRE(decoded);
        CHECK(decoded->meta == meta);
        CHECK(decoded->address_count == 2);
    }
    CHECK(frozen.encode() ==
          ByteWriter().u32(1).u64(UINT64_MAX).u64(8).u8(9).u8(0).bytes(Bytes(34, 0)).take());
}

TEST_CASE("bytes that are no lookup table name what they are") {
    const auto error = [](const Bytes& bytes) {
        return LookupTable::decode(bytes, bytes.size()).error().code;
    };
    auto uneven = table_data({}, 1);
    uneven.pop_back();
    auto bad_option = table_data({}, 0);
    bad_option[21] = 2;
    CHECK(error({}) == Code::InvalidAccountData);
    CHECK(error(Bytes(3, 0)) == Code::InvalidAccountData);
    CHECK(error(Bytes(4, 0)) == Code::UninitializedAccount);
    CHECK(error(Bytes(56, 0)) == Code::UninitializedAccount);
    CHECK(error({2, 0, 0, 0}) == Code::InvalidAccountData);
    CHECK(error(uneven) == Code::InvalidAccountData);
    CHECK(error(bad_option) == Code::InvalidAccountData);
    auto short_one = table_data({}, 0);
    short_one.resize(55);
    CHECK(error(short_one) == Code::InvalidAccountData);
}

TEST_CASE("a lookup takes writable and readonly addresses in order") {
    LookUp look;
    REQUIRE(look(table({}, 3)));
    CHECK(look.loaded.writable == std::vector{key(0), key(2)});
    CHECK(look.loaded.readonly == std::vector{key(1)});
    look.writable = {255};
    look.readonly = {};
    REQUIRE(look(table({}, 256)));
    CHECK(look.loaded.writable.back() == key(255));
}

TEST_CASE("a lookup refuses what is no usable table") {
    LookUp look;
    CHECK(look.error(nullptr) == TxCode::AddressLookupTableNotFound);
    auto foreign = *table({}, 3);
    foreign.owner = ids::system;
    CHECK(look.error(std::make_shared<const Account>(foreign)) ==
          TxCode::InvalidAddressLookupTableOwner);
    const auto empty = account(1, ids::address_lookup_table, Bytes(56, 0));
    CHECK(look.error(std::make_shared<const Account>(empty)) ==
          TxCode::InvalidAddressLookupTableData);
    CHECK(look.error(table({}, 2)) == TxCode::InvalidAddressLookupTableIndex);
    look.writable = {0};
    look.readonly = {3};
    CHECK(look.error(table({}, 3)) == TxCode::InvalidAddressLookupTableIndex);
    look.world.unset(svm::SysvarId::slot_hashes);
    CHECK(look.error(table({}, 3)) == TxCode::AccountNotFound);
}

TEST_CASE("addresses appended in the current slot can be used from the next one on") {
    LookUp look;
    LookupTableMeta meta;
    meta.last_extended_slot = 100;
    meta.last_extended_slot_start_index = 2;
    CHECK(look.error(table(meta, 3)) == TxCode::InvalidAddressLookupTableIndex);
    look.writable = {0, 1};
    CHECK(look(table(meta, 3)));
    look.writable = {0, 2};
    look.world.sysvars.clock.slot = 101;
    CHECK(look(table(meta, 3)));
    look.world.sysvars.clock.slot = 100;
    meta.last_extended_slot_start_index = 200;  // beyond what the table has
    CHECK(look.error(table(meta, 1)) == TxCode::InvalidAddressLookupTableIndex);
}

TEST_CASE("a deactivated table serves until its slot leaves SlotHashes") {
    LookUp look;
    LookupTableMeta meta;
    for (const std::uint64_t slot : {100, 99, 97}) {
        meta.deactivation_slot = slot;
        CHECK(look(table(meta, 3)));
    }
    meta.deactivation_slot = 96;
    CHECK(look.error(table(meta, 3)) == TxCode::AddressLookupTableNotFound);
}

TEST_CASE("a table's status counts the blocks until it can be closed") {
    World world;
    std::vector<std::uint64_t> slots;
    for (std::uint64_t s = 0; s < 512; ++s)
        slots.push_back(2'000 - s * 2);  // odd ones were skipped
    world.set_slot_hashes(slots);
    const auto hashes = SlotHashes::from(world.sysvars);
    REQUIRE(hashes);
    REQUIRE(hashes->size() == 512);
    const auto status = [&](std::uint64_t deactivated) {
        LookupTableMeta meta;
        meta.deactivation_slot = deactivated;
        return LookupTableStatus::of(meta, 2'001, *hashes);
    };
    CHECK(status(LookupTableMeta::never).kind == Kind::activated);
    CHECK(status(2'001).remaining_blocks == 513);
    CHECK(status(2'000).remaining_blocks == 512);
    CHECK(status(2'000 - 2 * 499).remaining_blocks == 512 - 499);
    CHECK(status(2'000 - 2 * 511).remaining_blocks == 1);
    CHECK(status(2'000 - 2 * 512).kind == Kind::deactivated);
    CHECK(status(1'999).kind == Kind::deactivated);
    CHECK(status(0).kind == Kind::deactivated);
}

TEST_CASE("SlotHashes finds a slot's position and mistrusts its own count") {
    World world;
    auto hashes = SlotHashes::from(world.sysvars);
    REQUIRE(hashes);
    CHECK(hashes->position(99) == 0);
    CHECK(hashes->position(97) == 2);
    CHECK_FALSE(hashes->position(96));
    CHECK_FALSE(hashes->position(100));
    world.set_slot_hashes({});
    CHECK_FALSE(SlotHashes::from(world.sysvars)->position(1));
    auto& raw = world.sysvars.accounts[static_cast<std::size_t>(svm::SysvarId::slot_hashes)];
    raw.account = std::make_shared<const Account>(
        account(1, ids::sysvar_owner, ByteWriter().u64(2).u64(5).key(Hash{}).take()));
    CHECK_FALSE(SlotHashes::from(world.sysvars));
    raw.account = std::make_shared<const Account>(account(1, ids::sysvar_owner, Bytes(7)));
    CHECK_FALSE(SlotHashes::from(world.sysvars));
    raw.account = nullptr;
    CHECK_FALSE(SlotHashes::from(world.sysvars));
}

#include "devnet/svm/programs/address_lookup_table.hpp"

#include <catch2/catch.hpp>

#include "devnet/svm/programs/lookup_table.hpp"
#include "fixture.hpp"
#include "sdk/crypto/pda.hpp"

using namespace orrery;
using namespace orrery::programs;
using namespace orrery::programs::testing;

namespace {

const auto authority = key(2);
const auto payer = key(3);
const auto recipient = key(4);
constexpr std::uint64_t recent_slot = 99;

crypto::ProgramAddress derived(std::uint64_t slot = recent_slot) {
    const auto bytes = ByteWriter().u64(slot).take();
    return *crypto::find_program_address({authority.span(), bytes}, ids::address_lookup_table);
}
const auto table = derived().address;

Bytes create_data(std::uint64_t slot, std::uint8_t bump) {
    return ByteWriter().u32(0).u64(slot).u8(bump).take();
}

Bytes extend_data(std::size_t count) {
    ByteWriter out;
    out.u32(2).u64(count);
    for (std::size_t i = 0; i < count; ++i) out.key(key(static_cast<std::uint8_t>(i)));
    return out.take();
}

Bytes table_data(const LookupTableMeta& meta, std::size_t addresses) {
    auto out = meta.encode();
    out.resize(out.size() + addresses * 32, 0xAB);
    return out;
}

LookupTableMeta meta() {
    LookupTableMeta out;
    out.authority = authority;
    return out;
}

Call create() {
    Call call;
    call.at(payer) = account(10'000'000'000);
    call.instruction = {ids::address_lookup_table,
                        {{table, false, true}, {authority}, {payer, true, true}, {ids::system}},
                        create_data(recent_slot, derived().bump)};
    return call;
}

Call on_table(std::uint32_t tag, std::size_t addresses = 1) {
    Call call;
    call.at(table) =
        account(call.world.rent(56), ids::address_lookup_table, table_data(meta(), addresses));
    call.at(payer) = account(10'000'000'000);
    call.instruction = {ids::address_lookup_table,
                        {{table, false, true}, {authority, true}},
                        ByteWriter().u32(tag).take()};
    return call;
}

Call freeze() { return on_table(1); }
Call deactivate() { return on_table(3); }

Call extend() {
    auto call = on_table(2);
    call.instruction.data = extend_data(2);
    call.instruction.accounts.push_back({payer, true, true});
    call.instruction.accounts.push_back({ids::system});
    return call;
}

Call close() {
    auto call = on_table(4);
    auto m = meta();
    m.deactivation_slot = 50;
    set_data(call.at(table), table_data(m, 1));
    call.instruction.accounts.push_back({recipient, false, true});
    return call;
}

auto with_meta(LookupTableMeta m, std::size_t addresses = 1) {
    return [m, addresses](Call& c) { set_data(c.at(table), table_data(m, addresses)); };
}

LookupTableMeta frozen() { return {LookupTableMeta::never, 0, 0, std::nullopt}; }
LookupTableMeta of_other() { return {LookupTableMeta::never, 0, 0, key(9)}; }
LookupTableMeta deactivated(std::uint64_t slot) { return {slot, 0, 0, authority}; }

LookupTable decode(const Ran& ran) {
    const auto bytes = ran.data(table);
    const auto out = LookupTable::decode(bytes, bytes.size());
    REQUIRE(out);
    return *out;
}

/// What all instructions on an existing table check first.
std::vector<Case> common_cases() {
    return {
        {"no table", [](Call& c) { c.instruction.accounts.clear(); }, Code::MissingAccount},
        {"foreign table", [](Call& c) { c.at(table).owner = ids::system; },
         Code::InvalidAccountOwner},
        {"no authority", [](Call& c) { c.instruction.accounts.resize(1); }, Code::MissingAccount},
        {"unsigned", [](Call& c) { c.meta(1).is_signer = false; }, Code::MissingRequiredSignature,
         "Authority account must be a signer"},
        {"uninitialized", [](Call& c) { set_data(c.at(table), Bytes(56, 0)); },
         Code::UninitializedAccount},
        {"garbage", [](Call& c) { set_data(c.at(table), Bytes(56, 7)); }, Code::InvalidAccountData},
        {"other authority", with_meta(of_other()), Code::IncorrectAuthority},
    };
}

}  // namespace

TEST_CASE("a lookup table is created at its derived address, by calls to the system program") {
    const auto call = create();
    const auto ran = call.run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.units == 750 + 3 * 150);
    CHECK(ran.at(table).owner == ids::address_lookup_table);
    CHECK(ran.at(table).lamports == call.world.rent(56));
    CHECK(ran.data(table) == meta().encode());
    CHECK_FALSE(ran.ends_slot);
    REQUIRE(ran.inner.size() == 3);
    CHECK(ran.inner[0].data == ByteWriter().u32(2).u64(call.world.rent(56)).take());
    CHECK(ran.inner[1].data == ByteWriter().u32(8).u64(56).take());
    CHECK(ran.inner[2].data == ByteWriter().u32(1).key(ids::address_lookup_table).take());
}

TEST_CASE("a lookup table that has its rent or exists already costs nothing") {
    auto funded = create();
    funded.at(table) = account(funded.world.rent(56));
    CHECK(funded.run().inner.size() == 2);

    auto existing = create();
    existing.at(table) = account(1, ids::address_lookup_table, {1, 2, 3});
    const auto ran = existing.run();
    CHECK_FALSE(ran.error);
    CHECK(ran.inner.empty());
    CHECK(ran.data(table) == Bytes{1, 2, 3});
}

TEST_CASE("creating a lookup table refuses in upstream's order") {
    std::uint8_t on_curve = 255;
    const auto slot_bytes = ByteWriter().u64(recent_slot).take();
    const auto off = [&](std::uint8_t bump) {
        return crypto::create_program_address({authority.span(), slot_bytes, ByteSpan(&bump, 1)},
                                              ids::address_lookup_table);
    };
    while (off(on_curve)) --on_curve;
    check_cases(
        create(),
        {
            {"short data", [](Call& c) { c.instruction.data.pop_back(); },
             Code::InvalidInstructionData},
            {"two accounts", [](Call& c) { c.instruction.accounts.resize(2); },
             Code::MissingAccount},
            {"payer does not sign", [](Call& c) { c.meta(2).is_signer = false; },
             Code::MissingRequiredSignature, "Payer account must be a signer"},
            {"no SlotHashes", [](Call& c) { c.world.unset(svm::SysvarId::slot_hashes); },
             Code::UnsupportedSysvar},
            {"old slot", [](Call& c) { c.instruction.data = create_data(5, 255); },
             Code::InvalidInstructionData, "5 is not a recent slot"},
            {"on the curve",
             [=](Call& c) { c.instruction.data = create_data(recent_slot, on_curve); },
             Code::InvalidSeeds},
            {"other address", [](Call& c) { c.meta(0).pubkey = key(9); }, Code::InvalidArgument,
             "Table address must match derived address: " + text(table)},
            {"no system program", [](Call& c) { c.instruction.accounts.resize(3); },
             Code::MissingAccount, "Unknown program " + text(ids::system)},
            {"readonly table", [](Call& c) { c.meta(0).is_writable = false; },
             Code::PrivilegeEscalation, text(table) + "'s writable privilege escalated"},
        });
    auto poor = create();
    poor.at(payer) = account(1);
    const auto ran = poor.run();
    CHECK(ran.error == tx::custom_error(1));
    CHECK(ran.last_log() ==
          "Program 11111111111111111111111111111111 failed: custom program error: 0x1");
}

TEST_CASE("freezing takes the authority away") {
    const auto ran = freeze().run();
    REQUIRE_FALSE(ran.error);
    CHECK_FALSE(decode(ran).meta.authority);
    CHECK(ran.data(table).size() == 56 + 32);
    check_cases(freeze(), common_cases());
    check_cases(freeze(), {
                              {"frozen", with_meta(frozen()), Code::Immutable,
                               "Lookup table is already frozen"},
                              {"deactivated", with_meta(deactivated(9)), Code::InvalidArgument,
                               "Deactivated tables cannot be frozen"},
                              {"empty", with_meta(meta(), 0), Code::InvalidInstructionData,
                               "Empty lookup tables cannot be frozen"},
                              {"readonly", [](Call& c) { c.meta(0).is_writable = false; },
                               Code::ReadonlyDataModified},
                          });
}

TEST_CASE("extending appends addresses, pays their rent and ends the slot") {
    const auto call = extend();
    const auto ran = call.run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.ends_slot);
    const auto after = decode(ran);
    CHECK(after.address_count == 3);
    CHECK(after.meta.last_extended_slot == 100);
    CHECK(after.meta.last_extended_slot_start_index == 1);
    CHECK(Pubkey::from(ByteSpan(ran.data(table)).subspan(LookupTable::offset_of(2))) == key(1));
    CHECK(ran.at(table).lamports == call.world.rent(56 + 96));

    auto again = extend();
    again.at(table).data = AccountData::from(ran.data(table));
    again.at(table).lamports.value = again.world.rent(10'000);
    again.instruction.accounts.resize(2);  // no payer is needed when there is rent enough
    const auto second = again.run();
    REQUIRE_FALSE(second.error);
    CHECK(decode(second).meta.last_extended_slot_start_index == 1);
    CHECK(second.inner.empty());
}

TEST_CASE("extending refuses in upstream's order") {
    check_cases(extend(), common_cases());
    check_cases(
        extend(),
        {
            {"count beyond the data", [](Call& c) { c.instruction.data[4] = 3; },
             Code::InvalidInstructionData},
            {"count that would overflow",
             [](Call& c) { c.instruction.data = ByteWriter().u32(2).u64(1ull << 59).take(); },
             Code::InvalidInstructionData},
            {"more than a packet", [](Call& c) { c.instruction.data = extend_data(39); },
             Code::InvalidInstructionData},
            {"frozen", with_meta(frozen()), Code::Immutable},
            {"deactivated", with_meta(deactivated(9)), Code::InvalidArgument,
             "Deactivated tables cannot be extended"},
            {"full", with_meta(meta(), 256), Code::InvalidArgument,
             "Lookup table is full and cannot contain more addresses"},
            {"nothing", [](Call& c) { c.instruction.data = extend_data(0); },
             Code::InvalidInstructionData, "Must extend with at least one address"},
            {"too many", with_meta(meta(), 255), Code::InvalidInstructionData,
             "Extended lookup table length 257 would exceed max capacity of 256"},
            {"readonly", [](Call& c) { c.meta(0).is_writable = false; },
             Code::ReadonlyDataModified},
            {"no payer", [](Call& c) { c.instruction.accounts.resize(2); }, Code::MissingAccount},
            {"payer does not sign", [](Call& c) { c.meta(2).is_signer = false; },
             Code::MissingRequiredSignature, "Payer account must be a signer"},
        });
    auto full = extend();
    with_meta(meta(), 254)(full);
    CHECK_FALSE(full.run().error);
}

TEST_CASE("deactivating notes the slot") {
    const auto ran = deactivate().run();
    REQUIRE_FALSE(ran.error);
    CHECK(decode(ran).meta.deactivation_slot == 100);
    check_cases(deactivate(), common_cases());
    check_cases(deactivate(),
                {
                    {"frozen", with_meta(frozen()), Code::Immutable, "Lookup table is frozen"},
                    {"deactivated", with_meta(deactivated(9)), Code::InvalidArgument,
                     "Lookup table is already deactivated"},
                    {"readonly", [](Call& c) { c.meta(0).is_writable = false; },
                     Code::ReadonlyDataModified},
                });
}

TEST_CASE("closing empties a table after its cool-down") {
    const auto ran = close().run();
    REQUIRE_FALSE(ran.error);
    CHECK(ran.at(table).lamports == 0);
    CHECK(ran.data(table).empty());
    CHECK(ran.at(recipient).lamports == World().rent(56));

    check_cases(close(), common_cases());
    check_cases(
        close(),
        {
            {"no recipient", [](Call& c) { c.instruction.accounts.resize(2); },
             Code::MissingAccount},
            {"to itself", [](Call& c) { c.meta(2).pubkey = table; }, Code::InvalidArgument,
             "Lookup table cannot be the recipient of reclaimed lamports"},
            {"frozen", with_meta(frozen()), Code::Immutable, "Lookup table is frozen"},
            {"active", with_meta(meta()), Code::InvalidArgument, "Lookup table is not deactivated"},
            {"this slot", with_meta(deactivated(100)), Code::InvalidArgument,
             "Table cannot be closed until it's fully deactivated in 513 blocks"},
            {"recent", with_meta(deactivated(97)), Code::InvalidArgument,
             "Table cannot be closed until it's fully deactivated in 510 blocks"},
            {"no SlotHashes", [](Call& c) { c.world.unset(svm::SysvarId::slot_hashes); },
             Code::UnsupportedSysvar},
            {"readonly recipient", [](Call& c) { c.meta(2).is_writable = false; },
             Code::ReadonlyLamportChange},
            {"readonly", [](Call& c) { c.meta(0).is_writable = false; },
             Code::ReadonlyDataModified},
        });
}

TEST_CASE("the lookup table program has five instructions") {
    auto call = freeze();
    for (const auto& data : {Bytes{5, 0, 0, 0}, Bytes{}, Bytes{1, 0, 0}}) {
        call.instruction.data = data;
        CHECK(call.run().error == tx::InstructionError(Code::InvalidInstructionData));
    }
}

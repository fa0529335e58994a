#include <catch2/catch.hpp>

#include "sdk/codec/writer.hpp"
#include "tests/unit/devnet/svm/syscalls/machine.hpp"

using namespace orrery;
using namespace orrery::syscalls::test;
using svm::SysvarId;
using Code = tx::InstructionErrorCode;

namespace {

constexpr auto heap = Machine::heap;

// Every byte differs from its neighbours, but for bools, so that a misplaced field shows.
Bytes pattern(std::size_t size, std::optional<std::size_t> bool_at = {}) {
    Bytes out(size);
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i + 1);
    if (bool_at) out[*bool_at] = 1;
    return out;
}

AccountRef account(Bytes data) {
    Account out;
    out.data = AccountData::from(data);
    return std::make_shared<const Account>(std::move(out));
}

svm::Sysvars with(std::initializer_list<std::pair<SysvarId, Bytes>> data) {
    svm::Sysvars out;
    for (const auto& [id, bytes] : data)
        out.accounts[static_cast<std::size_t>(id)].account = account(bytes);
    return out;
}

Bytes slot_hashes() {
    codec::ByteWriter data;
    data.u64(2).u64(7).bytes(key_of(7).bytes).u64(6).bytes(key_of(6).bytes);
    data.bytes(Bytes(40));  // the account is larger than its list
    return data.take();
}

struct Getter {
    std::string name;
    SysvarId id;
    std::size_t account_size;
    std::optional<std::size_t> bool_at;
    std::size_t size, alignment;
};

const std::vector<Getter> getters = {
    {"sol_get_clock_sysvar", SysvarId::clock, 40, {}, 40, 8},
    {"sol_get_rent_sysvar", SysvarId::rent, 17, {}, 24, 8},
    {"sol_get_epoch_schedule_sysvar", SysvarId::epoch_schedule, 33, 16, 40, 8},
    {"sol_get_epoch_rewards_sysvar", SysvarId::epoch_rewards, 81, 80, 96, 16},
    {"sol_get_last_restart_slot", SysvarId::last_restart_slot, 8, {}, 8, 8},
};

Reply get_slice(Machine& m, SysvarId id, std::uint64_t offset, std::uint64_t length) {
    m.put(heap, svm::sysvar_table[static_cast<std::size_t>(id)].key.bytes);
    return m.call("sol_get_sysvar", {heap, heap + 64, offset, length});
}

}  // namespace

TEST_CASE("sysvar getters write the structure with zeroed padding for 100 CU and its size") {
    for (const Getter& g : getters) {
        CAPTURE(g.name);
        const Bytes data = pattern(g.account_size, g.bool_at);
        Machine m(with({{g.id, data}}));
        m.put(heap, Bytes(g.size + 1, 0xee));
        CHECK(m.call(g.name, {heap}) == returns(0, 100 + g.size));

        Bytes expected = data;
        if (g.id == SysvarId::epoch_schedule) expected.insert(expected.begin() + 17, 7, 0);
        expected.resize(g.size, 0);
        expected.push_back(0xee);
        CHECK(m.get(heap, g.size + 1) == expected);
    }
}

TEST_CASE("sysvar getters refuse bad addresses, after they charged") {
    for (const Getter& g : getters) {
        CAPTURE(g.name);
        Machine m(with({{g.id, pattern(g.account_size, g.bool_at)}}));
        const auto units = 100 + g.size;
        CHECK(m.call(g.name, {heap + g.alignment / 2}) == aborts("Unaligned pointer", units));
        CHECK(m.call(g.name, {Machine::input}) == aborts("Invalid pointer", units));
        CHECK(m.call(g.name, {UINT64_MAX}) == aborts("Invalid pointer", units));
        CHECK(m.call(g.name, {0}) == aborts("Access violation writing " + std::to_string(g.size) +
                                                " bytes at address 0x0 (in unallocated region)",
                                            units));
        CHECK(m.call(g.name, {heap}, units - 1) ==
              fails(Code::ComputationalBudgetExceeded, units - 1));
        m.without_alignment();
        CHECK(m.call(g.name, {heap}) == aborts("Unaligned pointer", units));
    }
}

TEST_CASE("a sysvar that isn't there or doesn't decode is unsupported") {
    for (const Getter& g : getters) {
        CAPTURE(g.name);
        const auto units = 100 + g.size;
        Machine absent;
        CHECK(absent.call(g.name, {heap}) == fails(Code::UnsupportedSysvar, units));
        CHECK(absent.call(g.name, {0}).error.text.starts_with("Access violation"));
        Machine too_short(with({{g.id, pattern(g.account_size - 1)}}));
        CHECK(too_short.call(g.name, {heap}) == fails(Code::UnsupportedSysvar, units));
        CHECK(get_slice(too_short, g.id, 0, 1) == returns(2, 110));
        if (!g.bool_at) continue;
        Machine bad_bool(with({{g.id, pattern(g.account_size)}}));
        CHECK(bad_bool.call(g.name, {heap}) == fails(Code::UnsupportedSysvar, units));
        CHECK(get_slice(bad_bool, g.id, 0, 1) == returns(2, 110));
    }
}

TEST_CASE("sol_get_sysvar copies a range of the account's bytes") {
    const Bytes clock = pattern(40);
    Machine m(with({{SysvarId::clock, clock}, {SysvarId::slot_hashes, slot_hashes()}}));
    CHECK(get_slice(m, SysvarId::clock, 8, 16) == returns(0, 110));
    CHECK(m.get(heap + 64, 17) ==
          Bytes{9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 0});
    CHECK(get_slice(m, SysvarId::clock, 0, 40) == returns(0, 110));
    CHECK(m.get(heap + 64, 40) == clock);
    CHECK(get_slice(m, SysvarId::slot_hashes, 0, 128) == returns(0, 110));
    CHECK(m.get(heap + 64, 128) == slot_hashes());
    CHECK(get_slice(m, SysvarId::clock, 40, 0) == returns(0, 110));
    m.put(heap + 3, ids::clock.bytes);
    CHECK(m.call("sol_get_sysvar", {heap + 3, heap + 65, 0, 4}) == returns(0, 110));
}

TEST_CASE("sol_get_sysvar costs a CU per 250 bytes where that is more than 10") {
    Machine m;
    CHECK(get_slice(m, SysvarId::clock, 0, 2749).units == 110);
    CHECK(get_slice(m, SysvarId::clock, 0, 2750).units == 111);
}

TEST_CASE("sol_get_sysvar returns 1 beyond the data and 2 for a sysvar it doesn't serve") {
    Machine m(with({{SysvarId::clock, pattern(40)},
                    {SysvarId::recent_blockhashes, slot_hashes()},
                    {SysvarId::stake_history, Bytes(8)}}));
    CHECK(get_slice(m, SysvarId::clock, 39, 2) == returns(1, 110));
    CHECK(get_slice(m, SysvarId::clock, 41, 0) == returns(1, 110));
    CHECK(get_slice(m, SysvarId::clock, UINT64_MAX, 0) == returns(1, 110));
    CHECK(get_slice(m, SysvarId::stake_history, 0, 8) == returns(0, 110));
    CHECK(get_slice(m, SysvarId::recent_blockhashes, 0, 8) == returns(2, 110));
    CHECK(get_slice(m, SysvarId::rent, 0, 8) == returns(2, 110));
    for (const auto& id : {ids::fees, ids::instructions, ids::slot_history, key_of(1)}) {
        m.put(heap, id.bytes);
        CHECK(m.call("sol_get_sysvar", {heap, heap + 64, 0, 8}) == returns(2, 110));
    }
}

TEST_CASE("a list sysvar that claims more items than it has isn't known") {
    Bytes claims_too_much = slot_hashes();
    claims_too_much[0] = 4;
    Machine m(with({{SysvarId::slot_hashes, claims_too_much}}));
    CHECK(get_slice(m, SysvarId::slot_hashes, 0, 8) == returns(2, 110));
}

TEST_CASE("sol_get_sysvar checks the result, the id, then the range") {
    Machine m(with({{SysvarId::clock, pattern(40)}}));
    const auto get = [&](std::uint64_t id, std::uint64_t to, std::uint64_t offset,
                         std::uint64_t length) {
        return m.call("sol_get_sysvar", {id, to, offset, length});
    };
    CHECK(get(0, Machine::input, UINT64_MAX, 1) == aborts("Invalid pointer", 110));
    CHECK(get(0, 8, UINT64_MAX, 1) ==
          aborts("Access violation writing 1 bytes at address 0x8 (in unallocated region)", 110));
    CHECK(get(0, heap, UINT64_MAX, 1) ==
          aborts("Access violation reading 32 bytes at address 0x0 (in unallocated region)", 110));
    CHECK(get(heap, heap, UINT64_MAX, 1) == fails(Code::ArithmeticOverflow, 110));
    CHECK(get(heap, heap, UINT64_MAX - 1, 1) == returns(2, 110));
    m.without_alignment();
    CHECK(get(heap, heap, 0, 1) == aborts("Unaligned pointer", 110));
}

TEST_CASE("sol_get_epoch_stake knows of no stake") {
    Machine m;
    CHECK(m.call("sol_get_epoch_stake", {0}) == returns(0, 100));
    CHECK(m.call("sol_get_epoch_stake", {heap}) == returns(0, 110));
    CHECK(m.call("sol_get_epoch_stake", {8}) ==
          aborts("Access violation reading 32 bytes at address 0x8 (in unallocated region)", 110));
}

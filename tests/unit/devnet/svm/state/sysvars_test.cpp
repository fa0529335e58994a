#include "devnet/svm/state/sysvars.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "devnet/svm/state/features.hpp"

namespace orrery::svm {
namespace {

class MapReader final : public AccountReader {
  public:
    std::map<Pubkey, VersionedAccount> accounts;
    void put(const Pubkey& key, const Bytes& data) {
        accounts[key] = {
            1, std::make_shared<const Account>(
                   Account{Lamports{1}, ids::sysvar_owner, false, 0, AccountData::from(data)})};
    }
    VersionedAccount get(const Pubkey& key) const override {
        const auto at = accounts.find(key);
        return at == accounts.end() ? VersionedAccount{} : at->second;
    }
};

}  // namespace

TEST_CASE("sysvars decode what they encode, with anything behind it, and nothing shorter") {
    const Clock clock{1, -2, 3, 4, -5};
    const Rent rent{6960, 0x4000'0000'0000'0000, 50};
    const EpochSchedule schedule{432'000, 432'000, true, 14, 524'256};
    const auto check = [](const auto& value, auto decode, std::size_t size) {
        auto bytes = value.encode();
        REQUIRE(bytes.size() == size);
        const auto decoded = decode(bytes);
        REQUIRE(decoded);
        CHECK(decoded->encode() == bytes);
        bytes.push_back(0xff);
        CHECK(decode(bytes)->encode() == value.encode());
        bytes.resize(size - 1);
        CHECK_FALSE(decode(bytes));
        CHECK_FALSE(decode(ByteSpan()));
    };
    check(clock, [](ByteSpan b) { return Clock::decode(b); }, 40);
    check(rent, [](ByteSpan b) { return Rent::decode(b); }, 17);
    check(schedule, [](ByteSpan b) { return EpochSchedule::decode(b); }, 33);
    auto bytes = schedule.encode();
    bytes[16] = 2;  // no bool
    CHECK_FALSE(EpochSchedule::decode(bytes));
}

// D14: 6960 lamports a byte, threshold 1.0, burn 50, as LiteSVM and test-validator have it; a
// mainnet bank has had 5080 since set_lamports_per_byte_to_5080.
TEST_CASE("the rent of our chains is 6960 lamports a byte") {
    const Rent rent;
    CHECK(rent.lamports_per_byte == 6960);
    CHECK(rent.exemption_threshold_bits == 0x3FF0'0000'0000'0000);  // 1.0
    CHECK(rent.burn_percent == 50);
    CHECK(rent.minimum_balance(0) == 890'880);
    CHECK(rent.minimum_balance(80) == 1'447'680);
    CHECK(rent.minimum_balance(165) == 2'039'280);
    CHECK(rent.is_exempt(890'880, 0));
    CHECK_FALSE(rent.is_exempt(890'879, 0));
}

TEST_CASE("epochs of a warm-up double from 32 slots, then all are equal") {
    const EpochSchedule mainnet{432'000, 432'000, true, 14, 524'256};
    const std::pair<std::uint64_t, std::uint64_t> slots[] = {
        {0, 0},   {31, 0},       {32, 1},       {95, 1},       {96, 2},       {223, 2},
        {224, 3}, {524'255, 13}, {524'256, 14}, {956'255, 14}, {956'256, 15}, {447'552'000, 1048},
    };
    for (const auto& [slot, epoch] : slots) {
        INFO(slot);
        CHECK(mainnet.epoch(slot) == epoch);
    }
    for (std::uint64_t epoch = 0; epoch < 40; ++epoch) {
        const auto first = mainnet.first_slot(epoch);
        CHECK(mainnet.epoch(first) == epoch);
        CHECK(mainnet.epoch(first + mainnet.slots_in_epoch(epoch) - 1) == epoch);
        CHECK(mainnet.first_slot(epoch + 1) == first + mainnet.slots_in_epoch(epoch));
    }
}

TEST_CASE("without warm-up every epoch is equal") {
    const auto schedule = EpochSchedule::without_warmup(8192);
    CHECK(schedule.epoch(0) == 0);
    CHECK(schedule.epoch(8191) == 0);
    CHECK(schedule.epoch(8192) == 1);
    CHECK(schedule.first_slot(3) == 3 * 8192);
    CHECK(schedule.slots_in_epoch(0) == 8192);
    CHECK(EpochSchedule{0, 0, false, 0, 0}.epoch(5) == 0);  // nonsense from an account: no fault
}

TEST_CASE("sysvars come from their accounts; what is absent or broken leaves the default") {
    MapReader reader;
    auto sysvars = Sysvars::from(reader);
    CHECK(sysvars.clock.slot == 0);
    CHECK(sysvars.rent.lamports_per_byte == 6960);
    CHECK_FALSE(sysvars.account(SysvarId::slot_hashes));
    reader.put(ids::clock, Clock{77, 0, 0, 0, 0}.encode());
    reader.put(ids::rent, Bytes(16));
    reader.put(ids::slot_hashes, Bytes(8));
    sysvars = Sysvars::from(reader);
    CHECK(sysvars.clock.slot == 77);
    CHECK(sysvars.rent.lamports_per_byte == 6960);
    CHECK(sysvars.account(SysvarId::slot_hashes));
    CHECK(sysvars.account(SysvarId::rent)->data.size() == 16);  // programs see it as it is
}

TEST_CASE("features are a value") {
    const auto one = Features{}.with(Feature::raise_cpi_nesting_limit_to_8);
    CHECK(one.active(Feature::raise_cpi_nesting_limit_to_8));
    CHECK_FALSE(one.active(Feature::increase_tx_account_lock_limit));
    CHECK(one.with(Feature::raise_cpi_nesting_limit_to_8) == one);
    CHECK_FALSE(one == Features{});
}

}  // namespace orrery::svm

#include "sdk/json/token_amount.hpp"

#include "tests/unit/sdk/json/support.hpp"

using namespace orrery;
using json::MintInfo;
using json::token_amount;

namespace {

constexpr std::int64_t year = 31'556'736;  // 365.24 days, as token-2022 counts

MintInfo at_five_percent(std::uint8_t decimals, std::int64_t now) {
    return {.decimals = decimals,
            .interest = json::InterestBearing{0, 500, year, 500},
            .unix_timestamp = now};
}

MintInfo scaled(double multiplier, std::uint8_t decimals) {
    return {.decimals = decimals, .scaled = json::ScaledUiAmount{multiplier, 1, 0}};
}

}  // namespace

TEST_CASE("plain amounts read as upstream writes them") {
    const auto text = [](std::uint64_t amount, std::uint8_t decimals) {
        return test::written([&](auto& out) { json::write(out, token_amount(amount, decimals)); });
    };
    CHECK(text(150, 2) == R"({"amount":"150","decimals":2,"uiAmount":1.5,"uiAmountString":"1.5"})");
    CHECK(text(0, 9) == R"({"amount":"0","decimals":9,"uiAmount":0.0,"uiAmountString":"0"})");
    CHECK(text(1, 0) == R"({"amount":"1","decimals":0,"uiAmount":1.0,"uiAmountString":"1"})");
    CHECK(
        text(UINT64_MAX, 19) ==
        R"({"amount":"18446744073709551615","decimals":19,"uiAmount":1.8446744073709551,"uiAmountString":"1.8446744073709551615"})");
    CHECK(
        text(1, 20) ==
        R"({"amount":"1","decimals":20,"uiAmount":null,"uiAmountString":"0.00000000000000000001"})");
    CHECK(json::real_number_string_trimmed(600010892365405206, 9) == "600010892.365405206");
    CHECK(json::real_number_string_trimmed(1000, 3) == "1");
    CHECK(json::real_number_string_trimmed(10, 0) == "10");
    CHECK(json::real_number_string_trimmed(1, 255).size() == 257);
}

// spl-token-2022, interest_bearing_mint/mod.rs, specific_amount_to_ui_amount.
TEST_CASE("interest accrues as token-2022 computes it") {
    constexpr std::uint64_t one = 1'000'000'000'000'000'000;
    CHECK(token_amount(one, at_five_percent(18, year)).ui_amount_string == "1.051271096376024117");
    CHECK(token_amount(one, at_five_percent(19, year)).ui_amount_string == "0.1051271096376024117");
    CHECK(token_amount(10'000'000'000, at_five_percent(10, year)).ui_amount_string ==
          "1.0512710964");
    CHECK(token_amount(10'000'000'000, at_five_percent(10, year)).ui_amount == 1.0512710964);
    CHECK(token_amount(UINT64_MAX, at_five_percent(0, 2 * year)).ui_amount_string ==
          "20386805083448098816");
    MintInfo overflow = at_five_percent(0, INT64_MAX);
    overflow.interest->last_update_timestamp = -5;
    CHECK(token_amount(1, overflow) == json::TokenAmount{1, 0, std::nullopt, ""});
}

// spl-token-2022, scaled_ui_amount/mod.rs, specific_amount_to_ui_amount.
TEST_CASE("scaled amounts are multiplied and truncated as token-2022 does") {
    CHECK(token_amount(1, scaled(5, 0)).ui_amount_string == "5");
    CHECK(token_amount(1, scaled(5, 1)).ui_amount_string == "0.5");
    CHECK(token_amount(1, scaled(5, 10)).ui_amount_string == "0.0000000005");
    CHECK(token_amount(101, scaled(0.99, 2)).ui_amount_string == "0.99");
    const auto huge = token_amount(UINT64_MAX, scaled(1.7976931348623157e308, 0));
    CHECK(huge.ui_amount_string == "inf");
    CHECK(
        test::written([&](auto& out) { json::write(out, huge); }) ==
        R"({"amount":"18446744073709551615","decimals":0,"uiAmount":null,"uiAmountString":"inf"})");
    MintInfo later = scaled(5, 0);
    later.scaled->new_multiplier = 7;
    later.unix_timestamp = 1;
    CHECK(token_amount(1, later).ui_amount_string == "7");
}

TEST_CASE("a mint tells its decimals and extensions") {
    Bytes data(82);
    data[44] = 6;
    data[45] = 1;
    REQUIRE(json::read_mint(data, 5));
    CHECK(json::read_mint(data, 5)->decimals == 6);
    CHECK_FALSE(json::read_mint(data, 5)->interest);
    data[45] = 0;
    CHECK_FALSE(json::read_mint(data, 5));
    data[45] = 1;
    data.resize(166);
    CHECK_FALSE(json::read_mint(data, 5));
    data[165] = 1;
    const Bytes head = {10, 0, 52, 0};
    data.insert(data.end(), head.begin(), head.end());
    data.insert(data.end(), 52, 1);
    const auto mint = json::read_mint(data, 5);
    REQUIRE(mint);
    REQUIRE(mint->interest);
    CHECK(mint->interest->current_rate == 0x0101);
    CHECK(mint->unix_timestamp == 5);
    CHECK_FALSE(json::read_mint(Bytes(81), 5));
}

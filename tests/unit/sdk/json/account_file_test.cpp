#include "sdk/json/account_file.hpp"

#include "sdk/codec/base64.hpp"
#include "sdk/json/account.hpp"
#include "tests/unit/sdk/json/support.hpp"

using namespace orrery;
using json::parse_account_file;

namespace {

const std::string address = test::text_of(test::key_of(2));

// A file with one member of its account replaced, or left out when `value` is empty.
std::string file_with(const std::string& name, const std::string& value) {
    std::vector<std::pair<std::string, std::string>> members = {{"lamports", "1"},
                                                                {"data", R"(["AQID","base64"])"},
                                                                {"owner", '"' + address + '"'},
                                                                {"executable", "false"},
                                                                {"rentEpoch", "0"},
                                                                {"space", "3"}};
    std::string out;
    for (auto& [member, text] : members) {
        if (member == name) text = value;
        if (!text.empty()) out += (out.empty() ? "" : ",") + ('"' + member + "\":") + text;
    }
    return R"({"pubkey":")" + address + R"(","account":{)" + out + "}}";
}

std::string refusal(const std::string& text) {
    const auto file = parse_account_file(text, 1000);
    return file ? "accepted" : json::display(file.error());
}

std::uint64_t rent_epoch(const std::string& value) {
    const auto file = parse_account_file(file_with("rentEpoch", value));
    REQUIRE(file);
    return file->account.rent_epoch;
}

}  // namespace

TEST_CASE("an account file is written as the Solana CLI writes it, and reads back") {
    const Account account{.lamports = Lamports{UINT64_MAX},
                          .owner = test::key_of(3),
                          .executable = true,
                          .data = AccountData::from(Bytes{1, 2, 3})};
    const std::string text = json::format_account_file(test::key_of(2), account);
    CHECK(text == R"({
  "pubkey": ")" + address +
                      R"(",
  "account": {
    "lamports": 18446744073709551615,
    "data": [
      "AQID",
      "base64"
    ],
    "owner": ")" + test::text_of(test::key_of(3)) +
                      R"(",
    "executable": true,
    "rentEpoch": 18446744073709551615,
    "space": 3
  }
}
)");
    const auto file = parse_account_file(text);
    REQUIRE(file);
    CHECK(file->pubkey == test::key_of(2));
    CHECK(file->account == account);
}

TEST_CASE("every encoding of data is read") {
    const auto data = [](const std::string& text) {
        const auto file = parse_account_file(file_with("data", text));
        REQUIRE(file);
        return file->account.data.to_bytes();
    };
    const Bytes expected = {1, 2, 3};
    CHECK(data(R"(["Ldp","base58"])") == expected);
    CHECK(data(R"(["AQID","base64"])") == expected);
    CHECK(data(R"([")" + codec::base64_encode(json::zstd_compress(expected)) +
               R"(","base64+zstd"])") == expected);
}

TEST_CASE("rentEpoch stays exact, and u64::MAX survives JavaScript's rounding") {
    CHECK(rent_epoch("18446744073709551615") == UINT64_MAX);
    CHECK(rent_epoch("18446744073709551614") == UINT64_MAX - 1);
    CHECK(rent_epoch("18446744073709552000") == UINT64_MAX);
    CHECK(rent_epoch("18446744073709551616") == UINT64_MAX);
    CHECK(rent_epoch("1.8446744073709552e19") == UINT64_MAX);
    CHECK(rent_epoch("361") == 361);
    for (const char* value : {"-1", "1.5", "18446744073709560000", "1e30", "\"0\"", "null"})
        CHECK(refusal(file_with("rentEpoch", value)).rfind("account.rentEpoch: must be", 0) == 0);
}

TEST_CASE("pubkey and space may be missing") {
    CHECK(refusal(file_with("space", "")) == "accepted");
    const auto file = parse_account_file(
        R"({"pubkey":null,"account":{"lamports":1,"data":["","base64"],"owner":")" + address +
        R"(","executable":false,"rentEpoch":0}})");
    REQUIRE(file);
    CHECK_FALSE(file->pubkey);
}

TEST_CASE("a wrong account file is refused with place, cause and remedy") {
    const std::string number = "must be a whole number from 0 to 18446744073709551615";
    const std::pair<std::string, std::string> cases[] = {
        {"", "not an account file: the text ends in the middle of a value (byte 0)"},
        {"[]",
         "not an account file: it must hold an object, as `solana account --output json` writes "
         "it"},
        {"{}", "account: is missing; it must be an object"},
        {R"({"account":5})", "account: must be an object, not 5"},
        {R"({"account":{},"account":{}})",
         "not an account file: account stands twice; keep one of them (byte 22)"},
        {R"({"extra":1})", "extra: isn't a member of an account file; known are pubkey, account"},
        {R"({"pubkey":"abc"})", "pubkey: must be an address: 32 bytes in base58, not \"abc\""},
        {file_with("lamports", ""), "account.lamports: is missing; it " + number},
        {file_with("lamports", "-1"), "account.lamports: " + number + ", not -1"},
        {file_with("lamports", "\"1\""), "account.lamports: " + number + ", not \"1\""},
        {file_with("lamports", "18446744073709551616"),
         "account.lamports: " + number + ", not 1.8446744073709552E19"},
        {file_with("owner", "\"x\""),
         "account.owner: must be an address: 32 bytes in base58, not \"x\""},
        {file_with("executable", "0"), "account.executable: must be true or false, not 0"},
        {file_with("space", "4"),
         "account.space: is 4, but the data has 3 bytes; correct it or leave it out"},
        {file_with("data", "\"AQID\""),
         "account.data: must be a pair of text and encoding, e.g. [\"\", \"base64\"], not "
         "\"AQID\""},
        {file_with("data", "[1,\"base64\"]"), "account.data[0]: must be a string, not 1"},
        {file_with("data", "[\"\",\"hex\"]"),
         "account.data[1]: must be \"base64\", \"base58\" or \"base64+zstd\", not \"hex\""},
        {file_with("data", "[\"AQI\",\"base64\"]"),
         "account.data[0]: must be base64 with padding, not \"AQI\""},
        {file_with("data", "[\"0\",\"base58\"]"),
         "account.data[0]: must be base58 of at most 128 bytes, not \"0\""},
        {file_with("data", "[\"" + std::string(300, '1') + "\",\"base58\"]"),
         "account.data[0]: is too long for base58 (at most 128 bytes); use base64"},
        {file_with("data", "[\"AQID\",\"base64+zstd\"]"),
         "account.data[0]: isn't whole zstd data of at most 1000 bytes; dump it again"},
        {file_with("data", "[\"" + codec::base64_encode(Bytes(1001)) + "\",\"base64\"]"),
         "account.data[0]: holds more than 1000 bytes of data"},
        {file_with("data", "[\"" + codec::base64_encode(json::zstd_compress(Bytes(5000))) +
                               "\",\"base64+zstd\"]"),
         "account.data[0]: isn't whole zstd data of at most 1000 bytes; dump it again"},
        {file_with("lamports", "1,\"lamports\":2"),
         "not an account file: account.lamports stands twice; keep one of them (byte 89)"},
        {file_with("lamports", "1,\"rent_epoch\":2"),
         "account.rent_epoch: isn't a member of an account file; known are lamports, data, owner, "
         "executable, rentEpoch, space"},
        {file_with("space", "3") + "x", "not an account file: text follows the value (byte " +
                                            std::to_string(file_with("space", "3").size()) + ")"},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        CHECK(refusal(text) == expected);
    }
}

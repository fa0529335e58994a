#include "sdk/json/account.hpp"

#include "sdk/codec/base64.hpp"
#include "sdk/json/parsed_account.hpp"
#include "tests/unit/sdk/json/support.hpp"

using namespace orrery;
using json::AccountEncoding;
using json::AccountFormat;

namespace {

Account account_with(Bytes data) {
    return {.lamports = Lamports{12}, .owner = test::key_of(3), .data = AccountData::from(data)};
}

std::string encoded(const Account& account, const AccountFormat& format) {
    return test::written(
        [&](auto& out) { json::write_account(out, test::key_of(1), account, format); });
}

std::string with_data(const std::string& data, std::size_t space) {
    return R"({"data":)" + data + R"(,"executable":false,"lamports":12,"owner":")" +
           test::text_of(test::key_of(3)) + R"(","rentEpoch":18446744073709551615,"space":)" +
           std::to_string(space) + '}';
}

}  // namespace

TEST_CASE("an account is given in every encoding") {
    const Account account = account_with({1, 2, 3});
    CHECK(encoded(account, {.encoding = AccountEncoding::binary}) == with_data("\"Ldp\"", 3));
    CHECK(encoded(account, {.encoding = AccountEncoding::base58}) ==
          with_data(R"(["Ldp","base58"])", 3));
    CHECK(encoded(account, {.encoding = AccountEncoding::base64}) ==
          with_data(R"(["AQID","base64"])", 3));
    CHECK(encoded(account, {.encoding = AccountEncoding::json_parsed}) ==
          with_data(R"(["AQID","base64"])", 3));
    CHECK(test::written([&](auto& out) {
              json::write_keyed_account(out, test::key_of(1), account,
                                        {.encoding = AccountEncoding::base64});
          }) == R"({"account":)" + with_data(R"(["AQID","base64"])", 3) + R"(,"pubkey":")" +
                    test::text_of(test::key_of(1)) + "\"}");
}

TEST_CASE("zstd data reads back whatever its size") {
    test::Random random(7);
    for (const std::size_t size : {0u, 1u, 100u, 4096u, 200'000u}) {
        const Bytes data = random.bytes(size);
        const auto document =
            test::parse(encoded(account_with(data), {.encoding = AccountEncoding::base64_zstd}));
        const auto pair = document.root()["data"];
        CHECK(pair.at(1).string() == "base64+zstd");
        const auto packed = codec::base64_decode(*pair.at(0).string());
        REQUIRE(packed);
        CHECK(json::zstd_decompress(*packed, size) == data);
        if (size > 0) {
            CHECK_FALSE(json::zstd_decompress(*packed, size - 1));
            CHECK_FALSE(json::zstd_decompress(ByteSpan(*packed).first(packed->size() - 1), size));
        }
    }
    CHECK_FALSE(json::zstd_decompress({}, 10));
    CHECK_FALSE(json::zstd_decompress(Bytes(20, 0x5a), 10));
}

TEST_CASE("a data slice is cut before encoding and clamped to the data") {
    const Account account = account_with({1, 2, 3, 4});
    const auto slice = [&](std::uint64_t offset, std::uint64_t length) {
        return encoded(account, {.encoding = AccountEncoding::base64, .slice = {{offset, length}}});
    };
    CHECK(slice(1, 2) == with_data(R"(["AgM=","base64"])", 4));
    CHECK(slice(3, 100) == with_data(R"(["BA==","base64"])", 4));
    CHECK(slice(4, 1) == with_data(R"(["","base64"])", 4));
    CHECK(slice(UINT64_MAX, UINT64_MAX) == with_data(R"(["","base64"])", 4));
    CHECK(slice(0, 0) == with_data(R"(["","base64"])", 4));
}

TEST_CASE("base58 is refused above 128 bytes after the slice") {
    const AccountData data = AccountData::from(Bytes(129, 1));
    for (const auto encoding : {AccountEncoding::binary, AccountEncoding::base58}) {
        const auto refused = json::check_encodable(data, {.encoding = encoding});
        REQUIRE_FALSE(refused);
        CHECK(refused.error() ==
              json::rpc_error(json::RpcCode::invalid_request,
                              "Encoded binary (base 58) data should be less than 128 bytes, please "
                              "use Base64 encoding."));
        CHECK(json::check_encodable(data, {.encoding = encoding, .slice = {{1, 500}}}));
    }
    CHECK(json::check_encodable(data, {.encoding = AccountEncoding::base64}));
    CHECK(encoded(account_with(Bytes(129, 1)), {.encoding = AccountEncoding::binary}) ==
          with_data(R"("error: data too large for bs58 encoding")", 129));
}

TEST_CASE("accounts that nodes can parse are parsed to the letter") {
    for (const auto& row : test::golden_rows("accounts.txt")) {
        INFO(row.at(0));
        const Account account{.lamports = Lamports{1},
                              .owner = test::key_from(row.at(2)),
                              .data = AccountData::from(test::unhex(row.at(3)))};
        std::optional<json::MintInfo> mint;
        if (row.at(4) != "-") mint = {.decimals = static_cast<std::uint8_t>(std::stoi(row.at(4)))};
        const AccountFormat format{.encoding = AccountEncoding::json_parsed,
                                   .slice = {{0, 1'000'000}},
                                   .mint_of = [&](const Pubkey&) { return mint; }};
        const auto document = test::parse(test::written([&](auto& out) {
            json::write_account(out, test::key_from(row.at(1)), account, format);
        }));
        CHECK(document.root()["data"].dump() == test::parse(row.at(5)).root().dump());
        // the text too, as members must be sorted and numbers spelled as serde_json spells them
        const std::string text = test::written([&](auto& out) {
            if (!json::write_parsed_account(out, test::key_from(row.at(1)), account,
                                            format.mint_of))
                json::write_account_data(out, account.data, format);
        });
        CHECK(text == row.at(5));
    }
}

TEST_CASE("a token account asks for its own mint") {
    Bytes data(165);
    std::fill_n(data.begin(), 32, std::uint8_t{9});
    data[108] = 1;
    const Account account{
        .lamports = Lamports{1}, .owner = test::key_of(0), .data = AccountData::from(data)};
    CHECK(json::token_account_mint(data) == test::key_of(9));
    std::vector<Pubkey> asked;
    Account token = account;
    token.owner = test::key_from("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
    json::Writer out;
    CHECK_FALSE(json::write_parsed_account(out, test::key_of(1), token, [&](const Pubkey& mint) {
        asked.push_back(mint);
        return std::nullopt;
    }));
    CHECK(out.text().empty());
    CHECK(asked == std::vector{test::key_of(9)});
    CHECK_FALSE(json::write_parsed_account(out, test::key_of(1), token, {}));
}

TEST_CASE("the slot history is written slot by slot") {
    Bytes data;
    const auto put = [&data](std::uint64_t value) {
        data.resize(data.size() + 8);
        store_le(data.data() + data.size() - 8, value);
    };
    data.push_back(1);
    put(16384);
    for (int i = 0; i < 16384; ++i) put(i == 0 ? 0b101 : 0);
    put(1024 * 1024);
    put(3);
    const auto key = test::key_from("SysvarS1otHistory11111111111111111111111111");
    const auto owner = test::key_from("Sysvar1111111111111111111111111111111111111");
    Account account{.lamports = Lamports{1}, .owner = owner, .data = AccountData::from(data)};
    json::Writer out;
    REQUIRE(json::write_parsed_account(out, key, account, {}));
    CHECK(out.take() == R"({"parsed":{"info":{"bits":"101)" + std::string(1024 * 1024 - 3, '0') +
                            R"(","nextSlot":3},"type":"slotHistory"},"program":"sysvar","space":)" +
                            std::to_string(data.size()) + '}');
    data.resize(data.size() - 16);
    account.data = AccountData::from(data);
    CHECK_FALSE(json::write_parsed_account(out, key, account, {}));
}

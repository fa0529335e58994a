#include "sdk/json/params.hpp"

#include <functional>

#include "tests/unit/sdk/json/support.hpp"

using namespace orrery;
using namespace orrery::json;
using test::parse;

namespace {

// The error of a decoder on a JSON text: its message, and its data where there is some.
template <class Read>
std::string refusal(Read read, const std::string& text) {
    const auto document = parse(text);
    const auto result = read(document.root());
    if (result) return "accepted";
    CHECK(result.error().code == RpcCode::invalid_params);
    const RpcError& error = result.error();
    return error.message + (error.data.empty() ? "" : " " + error.data);
}

std::string count_refusal(const std::string& params, std::size_t required, std::size_t total) {
    return refusal([&](View v) { return Params(v).check_count(required, total); }, params);
}

}  // namespace

TEST_CASE("the number of arguments is checked with jsonrpc-derive's sentences") {
    CHECK(count_refusal("[]", 0, 0) == "accepted");
    CHECK(count_refusal("null", 0, 0) == "accepted");
    CHECK(
        count_refusal("[5,\"a\",[null,true],{\"k\":1.5}]", 0, 0) ==
        R"x(Invalid parameters: No parameters were expected "Array([Number(5), String(\"a\"), Array [Null, Bool(true)], Object {\"k\": Number(1.5)}])")x");
    CHECK(count_refusal("[]", 1, 2) == "`params` should have at least 1 argument(s)");
    CHECK(count_refusal("null", 1, 2) == "`params` should have at least 1 argument(s)");
    CHECK(count_refusal("[1,2,3]", 1, 2) ==
          R"x(Invalid parameters: Expected from 1 to 2 parameters. "\"Got: 3\"")x");
    CHECK(count_refusal("{\"a\":1}", 1, 2) == "`params` should be an array");
    CHECK(count_refusal("[]", 1, 1) ==
          "Invalid params: invalid length 0, expected a tuple of size 1.");
    CHECK(count_refusal("[1,2]", 1, 1) ==
          "Invalid params: invalid length 2, expected fewer elements in array.");
    CHECK(count_refusal("null", 1, 1) ==
          "Invalid params: invalid type: null, expected a tuple of size 1.");
    CHECK(count_refusal("[1,2]", 1, 2) == "accepted");
}

TEST_CASE("keys are refused as Agave refuses them") {
    CHECK(refusal(pubkey_param, "5") ==
          "Invalid params: invalid type: integer `5`, expected a string.");
    CHECK(refusal(pubkey_param, R"("")") == "Invalid param: WrongSize");
    CHECK(refusal(pubkey_param, R"("abc")") == "Invalid param: WrongSize");
    CHECK(refusal(pubkey_param, '"' + std::string(45, '1') + '"') == "Invalid param: WrongSize");
    CHECK(refusal(pubkey_param, R"("0OIl")") == "Invalid param: Invalid");
    CHECK(refusal(pubkey_param, R"("11111111111111111111111111111111")") == "accepted");
    CHECK(refusal(hash_param, R"("1111")") == "Invalid param: WrongSize");
    CHECK(refusal(signature_param, '"' + std::string(89, '1') + '"') == "Invalid param: WrongSize");
    CHECK(refusal(signature_param, '"' + std::string(64, '1') + '"') == "accepted");
    CHECK(refusal([](View v) { return pubkeys_param(v, 1); }, R"(["1","1"])") ==
          "Too many inputs provided; max 1");
    CHECK(refusal([](View v) { return pubkeys_param(v, 1); }, R"("x")") ==
          "Invalid params: invalid type: string \"x\", expected a sequence.");
}

TEST_CASE("scalars are refused with serde's sentences") {
    CHECK(refusal(u64_param, "-1") == "Invalid params: invalid value: integer `-1`, expected u64.");
    CHECK(refusal(u64_param, "1.5") ==
          "Invalid params: invalid type: floating point `1.5`, expected u64.");
    CHECK(refusal(u64_param, "18446744073709551616") ==
          "Invalid params: invalid type: floating point `1.8446744073709552e19`, expected u64.");
    CHECK(refusal(u64_param, "18446744073709551615") == "accepted");
    CHECK(refusal(bool_param, "[]") ==
          "Invalid params: invalid type: sequence, expected a boolean.");
    CHECK(refusal(string_param, "true") ==
          "Invalid params: invalid type: boolean `true`, expected a string.");
    CHECK(refusal(string_param, "{}") == "Invalid params: invalid type: map, expected a string.");
    CHECK(refusal(optional_u64, "null") == "accepted");
}

TEST_CASE("commitment levels keep their old names, and a typo is an error") {
    const auto level = [](const char* text) { return *commitment_param(parse(text).root()); };
    CHECK(level(R"("processed")") == Commitment::processed);
    CHECK(level(R"("recent")") == Commitment::processed);
    CHECK(level(R"("confirmed")") == Commitment::confirmed);
    CHECK(level(R"("singleGossip")") == Commitment::confirmed);
    CHECK(level(R"("single")") == Commitment::confirmed);
    CHECK(level(R"("max")") == Commitment::finalized);
    CHECK(level(R"("root")") == Commitment::finalized);
    CHECK(refusal(context_config, R"({"commitment":"finalised"})") ==
          "Invalid params: unknown variant `finalised`, expected one of `processed`, `confirmed`, "
          "`finalized`.");
    CHECK(refusal([](View) { return require_confirmed(Commitment::processed); }, "null") ==
          "Method does not support commitment below `confirmed`");
    CHECK(require_confirmed(Commitment::finalized));
}

TEST_CASE("an account config is read whole") {
    const auto document = parse(
        R"({"encoding":"base64+zstd","dataSlice":{"offset":1,"length":2},"commitment":"confirmed","minContextSlot":9})");
    const auto config = account_config(document.root());
    REQUIRE(config);
    CHECK(config->encoding == AccountEncoding::base64_zstd);
    CHECK(config->data_slice == DataSlice{1, 2});
    CHECK(config->context.commitment == Commitment::confirmed);
    CHECK(config->context.min_context_slot == 9u);
    CHECK_FALSE(account_config(View())->encoding);
    CHECK(refusal(account_config, R"({"encoding":"base65"})") ==
          "Invalid params: unknown variant `base65`, expected one of `binary`, `base58`, `base64`, "
          "`jsonParsed`, `base64+zstd`.");
    CHECK(refusal(account_config, R"({"dataSlice":{"offset":1}})") ==
          "Invalid params: missing field `length`.");
    CHECK(refusal(account_config, "5") ==
          "Invalid params: invalid type: integer `5`, expected struct RpcAccountInfoConfig.");
}

TEST_CASE("a transaction config may be a bare encoding") {
    const auto bare = parse(R"("jsonParsed")");
    CHECK(transaction_config(bare.root())->encoding == TransactionEncoding::json_parsed);
    const auto full = parse(
        R"({"encoding":"base64","maxSupportedTransactionVersion":0,"commitment":"finalized","rewards":false,"transactionDetails":"accounts"})");
    const auto config = block_config(full.root());
    REQUIRE(config);
    CHECK(config->transaction.max_supported_version == 0);
    CHECK(config->details == TransactionDetails::accounts);
    CHECK(config->rewards == false);
    CHECK(refusal(transaction_config, R"({"maxSupportedTransactionVersion":256})") ==
          "Invalid params: invalid value: integer `256`, expected u8.");
}

TEST_CASE("a token account filter names a mint or a program") {
    const auto mint = parse(R"({"mint":"11111111111111111111111111111111"})");
    CHECK(token_accounts_filter(mint.root())->kind == TokenAccountsFilter::Kind::mint);
    const auto program = parse(R"({"programId":"11111111111111111111111111111111"})");
    CHECK(token_accounts_filter(program.root())->kind == TokenAccountsFilter::Kind::program_id);
    CHECK(refusal(token_accounts_filter, R"({"owner":"x"})") ==
          "Invalid params: unknown variant `owner`, expected `mint` or `programId`.");
    CHECK(refusal(token_accounts_filter, R"({"mint":"x"})") == "Invalid param: WrongSize");
}

TEST_CASE("transactions are decoded within Agave's limits") {
    const auto refused = [](const std::string& text, TransactionEncoding encoding) {
        const auto bytes = wire_param({.text = text, .encoding = encoding, .what = "T"});
        return bytes ? "accepted " + std::to_string(bytes->size()) : bytes.error().message;
    };
    using enum TransactionEncoding;
    CHECK(refused("AQID", base64) == "accepted 3");
    CHECK(refused("Ldp", base58) == "accepted 3");
    CHECK(refused("Ldp", binary) == "accepted 3");
    CHECK(refused(std::string(1684, '1'), base58) ==
          "base58 encoded T too large: 1684 bytes (max: encoded/raw 1683/1232)");
    CHECK(refused(std::string(1645, 'A'), base64) ==
          "base64 encoded T too large: 1645 bytes (max: encoded/raw 1644/1232)");
    CHECK(refused(std::string(1233, '1'), base58) ==
          "decoded T too large: 1233 bytes (max: 1232 bytes)");
    CHECK(refused(std::string(1644, 'A'), base64) ==
          "decoded T too large: 1233 bytes (max: 1232 bytes)");
    CHECK(refused("A!", base58) ==
          "invalid base58 encoding: InvalidCharacter { character: '!', index: 1 }");
    CHECK(refused("é", base58) == "invalid base58 encoding: NonAsciiCharacter { index: 0 }");
    CHECK(refused("AQ!D", base64) == "invalid base64 encoding: InvalidByte(2, 33)");
    CHECK(refused("AQIDA", base64) == "invalid base64 encoding: InvalidLength(5)");
    CHECK(refused("AQI", base64) == "invalid base64 encoding: InvalidPadding");
    CHECK(refused("AQJ=", base64) == "invalid base64 encoding: InvalidLastSymbol(2, 74)");
    CHECK(refused("AQID", json_parsed) ==
          "unsupported encoding: jsonParsed. Supported encodings: base58, base64");
}

TEST_CASE("filters are read, limited and matched") {
    const auto document = parse(
        R"([{"dataSize":5},{"memcmp":{"offset":1,"bytes":"Ldp"}},{"memcmp":{"offset":2,"bytes":"AgM=","encoding":"base64"}},{"memcmp":{"offset":3,"bytes":[3]}}])");
    const auto filters = read_filters(document.root());
    REQUIRE(filters);
    const std::uint8_t same[] = {0, 1, 2, 3, 9}, other[] = {0, 1, 2, 4, 9}, shorter[] = {0, 1, 2};
    CHECK(matches(*filters, AccountData::from(same)));
    CHECK_FALSE(matches(*filters, AccountData::from(other)));
    CHECK_FALSE(matches(*filters, AccountData::from(shorter)));
    CHECK_FALSE(matches(MemcmpFilter{UINT64_MAX, {1}}, AccountData::from(same)));
    CHECK(matches(MemcmpFilter{5, {}}, AccountData::from(same)));

    CHECK(refusal(read_filters, "[1,2,3,4,5]") == "Too many filters provided; max 4");
    const auto memcmp = [](const std::string& inner) {
        return refusal(read_filters, R"([{"memcmp":{"offset":0,)" + inner + "}}]");
    };
    CHECK(memcmp(R"("bytes":")" + std::string(129, '1') + '"') == "Invalid param: DataTooLarge");
    CHECK(memcmp(R"("bytes":")" + std::string(128, '1') + '"') == "accepted");
    CHECK(memcmp(R"("bytes":")" + std::string(176, 'z') + '"') == "Invalid param: DataTooLarge");
    CHECK(memcmp(R"("bytes":"l")") ==
          "Invalid param: Base58DecodeError(InvalidCharacter { character: 'l', index: 0 })");
    CHECK(memcmp(R"("bytes":"!A==","encoding":"base64")") ==
          "Invalid param: Base64DecodeError(InvalidByte(0, 33))");
    CHECK(memcmp(R"("bytes":"A","encoding":"hex")") ==
          "Invalid params: unknown variant `hex`, expected one of `base58`, `base64`, `bytes`.");
    CHECK(memcmp(R"("bytes":[256])") ==
          "Invalid params: data did not match any variant of untagged enum DataType.");
    CHECK(refusal(read_filters, R"([{"memcmp":{"bytes":"1"}}])") ==
          "Invalid params: missing field `offset`.");
    CHECK(refusal(read_filters, R"([{"size":1}])") ==
          "Invalid params: unknown variant `size`, expected one of `dataSize`, `memcmp`, "
          "`tokenAccountState`.");
    CHECK(refusal(read_filters, R"([{"dataSize":-1}])") ==
          "Invalid params: invalid type: integer `-1`, expected u64.");
}

TEST_CASE("the token account filter looks at length, type and state") {
    const auto document = parse(R"(["tokenAccountState"])");
    const auto filters = *read_filters(document.root());
    Bytes data(165);
    CHECK_FALSE(matches(filters, AccountData::from(data)));
    data[108] = 1;
    CHECK(matches(filters, AccountData::from(data)));
    data.resize(170);
    CHECK_FALSE(matches(filters, AccountData::from(data)));
    data[165] = 2;
    CHECK(matches(filters, AccountData::from(data)));
    data.resize(355);
    CHECK_FALSE(matches(filters, AccountData::from(data)));
    CHECK_FALSE(matches(filters, AccountData::from(Bytes(10, 1))));
}

TEST_CASE("getProgramAccounts sorts and leaves the context out unless told otherwise") {
    CHECK(program_accounts_config(View())->sort_results);
    const auto document =
        parse(R"({"withContext":true,"sortResults":false,"filters":[{"dataSize":1}]})");
    const auto config = program_accounts_config(document.root());
    REQUIRE(config);
    CHECK(config->with_context);
    CHECK_FALSE(config->sort_results);
    CHECK(config->filters.size() == 1);
}

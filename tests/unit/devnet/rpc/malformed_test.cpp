#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "devnet/rpc/method.hpp"
#include "tests/unit/devnet/rpc/world.hpp"

// What a client gets for requests that are wrong: each with its whole error.

namespace orrery::rpc::test {
namespace {

struct Bad {
    const char* request;
    const char* answer;
};

/// A request's body and the whole answer.
const Bad bodies[] = {
    {"", R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null})"},
    {"nonsense", R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null})"},
    {"5", R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null})"},
    {R"({"jsonrpc":"2.0","id":1,"method":"getSlot")",
     R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null})"},
    {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}",
     R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null})"},
    {"[]", R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null})"},
    {"{}", R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null})"},
    {R"([5])",
     R"([{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null}])"},
    {R"({"jsonrpc":"2.0","id":1,"method":5})",
     R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":1})"},
    {R"({"jsonrpc":"2.0","id":1,"method":"getSlot","params":5})",
     R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":1})"},
    {R"({"jsonrpc":"1.0","id":1,"method":"getSlot"})",
     R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":1})"},
    {R"({"id":1,"method":"getSlot"})",
     R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Unsupported JSON-RPC protocol version"},"id":1})"},
    {R"({"jsonrpc":"2.0","id":{},"method":"getSlot"})",
     R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":null})"},
    {R"({"jsonrpc":"2.0","id":1,"method":"getSlot","x":1})",
     R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":1})"},
    {R"({"jsonrpc":"2.0","id":"a","method":"getNothing"})",
     R"({"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":"a"})"},
    {R"({"jsonrpc":"2.0","id":1,"method":"accountSubscribe","params":["11111111111111111111111111111111"]})",
     R"({"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":1})"},
    {R"({"jsonrpc":"2.0","id":1,"method":"confirmTransaction","params":[]})",
     R"({"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found: confirmTransaction was removed, use getSignatureStatuses"},"id":1})"},
};

struct BadCall {
    const char* method;
    const char* params;
    int code;
    std::string message;
    const char* data = "";  ///< rendered; empty = no member
};

const std::string many_keys = [] {
    std::string list = "[[";
    for (int i = 0; i < 101; ++i)
        list += std::string(i == 0 ? "" : ",") + "\"11111111111111111111111111111111\"";
    return list + "]]";
}();

const std::string long_base58 = "[\"" + std::string(1684, 'a') + "\"]";
const std::string long_base64 = "[\"" + std::string(1648, 'A') + R"(",{"encoding":"base64"}])";
const std::string long_raw = "[\"" + std::string(1644, 'A') + R"(",{"encoding":"base64"}])";

#define SYSTEM "\"11111111111111111111111111111111\""
#define SIGNATURE "\"1111111111111111111111111111111111111111111111111111111111111111\""

const std::vector<BadCall> calls = {
    {"getBalance", "[]", -32602, "`params` should have at least 1 argument(s)"},
    {"getBalance", "{}", -32602, "`params` should be an array"},
    {"getBalance", "[" SYSTEM ",{},{}]", -32602,
     "Invalid parameters: Expected from 1 to 2 parameters.", "\"\\\"Got: 3\\\"\""},
    {"getBalance", "[5]", -32602, "Invalid params: invalid type: integer `5`, expected a string."},
    {"getBalance", "[\"abc\"]", -32602, "Invalid param: WrongSize"},
    {"getBalance", "[\"0OIl\"]", -32602, "Invalid param: Invalid"},
    {"getBalance", "[\"111111111111111111111111111111111111111111111\"]", -32602,
     "Invalid param: WrongSize"},
    {"getBalance", "[" SYSTEM ",5]", -32602,
     "Invalid params: invalid type: integer `5`, expected struct RpcContextConfig."},
    {"getBalance", "[" SYSTEM ",{\"commitment\":\"soon\"}]", -32602,
     "Invalid params: unknown variant `soon`, expected one of `processed`, `confirmed`, "
     "`finalized`."},
    {"getBalance", "[" SYSTEM ",{\"minContextSlot\":-1}]", -32602,
     "Invalid params: invalid value: integer `-1`, expected u64."},
    {"getHealth", "[1]", -32602, "Invalid parameters: No parameters were expected",
     "\"Array([Number(1)])\""},
    {"getAccountInfo", "[" SYSTEM ",{\"encoding\":\"base46\"}]", -32602,
     "Invalid params: unknown variant `base46`, expected one of `binary`, `base58`, `base64`, "
     "`jsonParsed`, `base64+zstd`."},
    {"getAccountInfo", "[" SYSTEM ",{\"dataSlice\":{\"offset\":0}}]", -32602,
     "Invalid params: missing field `length`."},
    {"getMultipleAccounts", many_keys.c_str(), -32602, "Too many inputs provided; max 100"},
    {"getMultipleAccounts", "[" SYSTEM "]", -32602,
     "Invalid params: invalid type: string \"11111111111111111111111111111111\", expected a "
     "sequence."},
    {"getProgramAccounts",
     "[" SYSTEM ",{\"filters\":[{\"dataSize\":1},{\"dataSize\":1},{\"dataSize\":1},"
     "{\"dataSize\":1},{\"dataSize\":1}]}]",
     -32602, "Too many filters provided; max 4"},
    {"getMinimumBalanceForRentExemption", "[10485761]", -32600, "Invalid request"},
    {"getMinimumBalanceForRentExemption", "[\"5\"]", -32602,
     "Invalid params: invalid type: string \"5\", expected usize."},
    {"getTokenAccountsByOwner", "[" SYSTEM ",{}]", -32602,
     "Invalid params: invalid value: map, expected map with a single key."},
    {"getTokenAccountsByOwner", "[" SYSTEM ",{\"program\":" SYSTEM "}]", -32602,
     "Invalid params: unknown variant `program`, expected `mint` or `programId`."},
    {"sendTransaction", "[\"1\",{\"encoding\":\"json\"}]", -32602,
     "unsupported encoding: json. Supported encodings: base58, base64"},
    {"sendTransaction", long_base58.c_str(), -32602,
     "base58 encoded solana_transaction::versioned::VersionedTransaction too large: 1684 bytes "
     "(max: encoded/raw 1683/1232)"},
    {"sendTransaction", long_base64.c_str(), -32602,
     "base64 encoded solana_transaction::versioned::VersionedTransaction too large: 1648 bytes "
     "(max: encoded/raw 1644/1232)"},
    {"sendTransaction", long_raw.c_str(), -32602,
     "decoded solana_transaction::versioned::VersionedTransaction too large: 1233 bytes (max: "
     "1232 bytes)"},
    {"sendTransaction", "[\"AAA=\",{\"encoding\":\"base64\"}]", -32602,
     "failed to deserialize solana_transaction::versioned::VersionedTransaction: message header "
     "runs past the end (offset 2)"},
    {"sendTransaction", "[\"A!==\",{\"encoding\":\"base64\"}]", -32602,
     "invalid base64 encoding: InvalidByte(1, 33)"},
    {"sendTransaction", "[\"0\"]", -32602,
     "invalid base58 encoding: InvalidCharacter { character: '0', index: 0 }"},
    {"simulateTransaction", "[\"1\",{\"accounts\":{}}]", -32602,
     "Invalid params: missing field `addresses`."},
    {"getFeeForMessage", "[\"\"]", -32602,
     "failed to deserialize solana_message::versions::VersionedMessage: it is too short"},
    {"getSignatureStatuses", "[[\"abc\"]]", -32602, "Invalid param: WrongSize"},
    {"getTransaction", "[\"abc\"]", -32602, "Invalid param: WrongSize"},
    {"getTransaction", "[" SIGNATURE ",{\"commitment\":\"processed\"}]", -32602,
     "Method does not support commitment below `confirmed`"},
    {"getTransaction", "[" SIGNATURE ",\"base46\"]", -32602,
     "Invalid params: unknown variant `base46`, expected one of `binary`, `base64`, `base58`, "
     "`json`, `jsonParsed`."},
    {"getTransaction", "[" SIGNATURE ",{\"maxSupportedTransactionVersion\":256}]", -32602,
     "Invalid params: invalid value: integer `256`, expected u8."},
    {"getBlock", "[7]", -32004, "Block not available for slot 7"},
    {"getBlock", "[\"7\"]", -32602, "Invalid params: invalid type: string \"7\", expected u64."},
    {"getBlock", "[0,{\"transactionDetails\":\"some\"}]", -32602,
     "Invalid params: unknown variant `some`, expected one of `full`, `signatures`, `none`, "
     "`accounts`."},
    {"getBlocks", "[0,{\"commitment\":\"processed\"}]", -32602,
     "Method does not support commitment below `confirmed`"},
    {"getBlocksWithLimit", "[0,500001]", -32602, "Limit too large; max 500000"},
    {"getSignaturesForAddress", "[" SYSTEM ",{\"limit\":0}]", -32602, "Invalid limit; max 1000"},
    {"getSlotLeaders", "[1]", -32602,
     "Invalid params: invalid length 1, expected a tuple of size 2."},
    {"isBlockhashValid", "[\"abc\"]", -32602, "WrongSize"},
    {"requestAirdrop", "[" SYSTEM "]", -32602, "`params` should have at least 2 argument(s)"},
    {"requestAirdrop", "[" SYSTEM ",1.5]", -32602,
     "Invalid params: invalid type: floating point `1.5`, expected u64."},
    {"orrery_revert", "[\"1\"]", -32602,
     "Invalid params: invalid type: string \"1\", expected u64."},
    {"orrery_setAccount", "[" SYSTEM ",{\"lamport\":1}]", -32602,
     "Invalid params: unknown field `lamport`, expected one of `lamports`, `data`, `owner`, "
     "`executable`."},
    {"orrery_setAccount", "[" SYSTEM ",{\"data\":\"AQID\"}]", -32602,
     "Invalid params: invalid type: string \"AQID\", expected a pair of text and encoding."},
    {"orrery_setAccount", "[" SYSTEM ",{\"data\":[\"!\",\"base64\"]}]", -32602,
     "account data isn't valid base64"},
    {"orrery_setAccount", "[" SYSTEM ",{\"data\":[\"{}\",\"jsonParsed\"]}]", -32602,
     "unsupported encoding: jsonParsed. Supported encodings: base58, base64, base64+zstd"},
    {"orrery_warp", "[{}]", -32602,
     "nothing to warp to: give slot or epoch, seconds or unixTimestamp"},
    {"orrery_warp", "[{\"slot\":5,\"epoch\":1}]", -32602,
     "slot and epoch exclude each other, and so do seconds and unixTimestamp"},
    {"orrery_mine", "[1000001]", -32602,
     "Too many slots; max 1000000, use orrery_warp to go further"},
};

std::string expected(const BadCall& call) {
    std::string out =
        R"({"jsonrpc":"2.0","error":{"code":)" + std::to_string(call.code) + R"(,"message":")";
    for (const char c : call.message) {
        if (c == '"') out += '\\';
        out += c;
    }
    out += '"';
    if (*call.data != '\0') out += std::string(R"(,"data":)") + call.data;
    return out + R"(},"id":1})";
}

}  // namespace

TEST_CASE("bodies that are no request get their exact error") {
    World world;
    for (const auto& bad : bodies) {
        INFO(bad.request);
        CHECK(world.service().handle(bad.request) == bad.answer);
    }
}

TEST_CASE("wrong parameters get their exact error") {
    World world;
    for (const auto& call : calls) {
        INFO(call.method << ' ' << call.params);
        CHECK(world.ask(call.method, call.params) == expected(call));
    }
}

TEST_CASE("notifications are swallowed, in batches too") {
    World world;
    auto& service = world.service();
    CHECK(service.handle(R"({"jsonrpc":"2.0","method":"ping"})").empty());
    CHECK(service.handle(R"([{"jsonrpc":"2.0","method":"ping"}])").empty());
    CHECK(service.handle(R"({"jsonrpc":"2.0","method":"orrery_mine","params":[5]})").empty());
    CHECK(world.result("getSlot") == "0");
    CHECK(service.handle(R"([{"jsonrpc":"2.0","method":"ping"},)"
                         R"({"jsonrpc":"2.0","id":"x","method":"getHealth"},)"
                         R"({"jsonrpc":"2.0","id":null,"method":"getSlot"},{"id":2}])") ==
          R"([{"jsonrpc":"2.0","result":"ok","id":"x"},{"jsonrpc":"2.0","result":0,"id":null},)"
          R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"},"id":2}])");
}

TEST_CASE("no method falls over random arguments") {
    World world;
    const std::vector<std::string> values = {"null",
                                             "true",
                                             "-1",
                                             "1e300",
                                             "\"\"",
                                             "\"zzz\"",
                                             "[[[]]]",
                                             "{}",
                                             SYSTEM,
                                             SIGNATURE,
                                             "18446744073709551615",
                                             "[" SYSTEM "]"};
    for (const auto family :
         {cluster_methods(), slot_methods(), account_methods(), token_methods(), supply_methods(),
          fee_methods(), transaction_methods(), simulation_methods(), history_methods(),
          block_methods(), legacy_methods()})
        for (const auto& row : family)
            for (const auto& first : values)
                for (const auto& second : values) {
                    const auto answer = world.ask(row.name, "[" + first + "," + second + "]");
                    INFO(row.name << ' ' << first << ' ' << second << ' ' << answer);
                    REQUIRE(answer.starts_with(R"({"jsonrpc":"2.0",)"));
                    REQUIRE(answer.ends_with(R"(,"id":1})"));
                }
}

}  // namespace orrery::rpc::test

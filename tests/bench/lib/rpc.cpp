#include "tests/bench/lib/rpc.hpp"

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/json/document.hpp"
#include "tests/bench/lib/measure.hpp"

namespace orrery::bench {

std::string post(std::string_view body) {
    return http::test::post(body, "Content-Type: application/json\r\n");
}

std::string send_transaction(ByteSpan wire, bool preflight) {
    return R"({"jsonrpc":"2.0","id":1,"method":"sendTransaction","params":[")" +
           codec::base64_encode(wire) + R"(",{"encoding":"base64","skipPreflight":)" +
           (preflight ? "false" : "true") + "}]}";
}

std::string call(http::test::RawClient& client, std::string_view body) {
    auto answer = client.ask(post(body)).body;
    if (answer.empty() || answer.find(R"("error":)") != answer.npos)
        give_up("the chain answered " + answer);
    return answer;
}

Hash latest_blockhash(http::test::RawClient& client) {
    const auto answer = call(client, R"({"jsonrpc":"2.0","id":1,"method":"getLatestBlockhash"})");
    const auto document = json::Document::parse(answer);
    if (!document) give_up(document.error().what);
    const auto text = document->root()["result"]["value"]["blockhash"].string().value_or("");
    const auto hash = codec::decode_key<Hash>(text);
    if (!hash) give_up("no blockhash: " + answer);
    return *hash;
}

}  // namespace orrery::bench

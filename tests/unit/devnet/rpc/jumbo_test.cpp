#include <catch2/catch.hpp>

#include "sdk/codec/base58.hpp"
#include "sdk/json/account.hpp"
#include "sdk/tx/instructions/memo.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/jumbo_builder.hpp"
#include "sdk/tx/v1.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/devnet/http/raw_client.hpp"
#include "tests/unit/devnet/http/ws_client.hpp"
#include "tests/unit/devnet/rpc/world.hpp"

namespace orrery::rpc::test {
namespace {

Hash blockhash(World& world) {
    return world.chain().at(events::Commitment::processed).blockhash.hash;
}

tx::JumboBuilder transfers(World& world, std::size_t count, std::uint64_t lamports = 1'000'000) {
    tx::JumboBuilder builder(world.payer().pubkey);
    builder.lifetime(blockhash(world));
    for (std::size_t i = 0; i < count; ++i) {
        auto to = key(static_cast<std::uint8_t>(10 + i % 200));
        to.bytes[1] = static_cast<std::uint8_t>(i / 200);
        builder.add(tx::system::transfer({world.payer().pubkey, to, Lamports{lamports}}));
    }
    return builder;
}

Bytes signed_wire(World& world, const tx::JumboBuilder& builder) {
    const auto wire = builder.sign({&world.payer()});
    REQUIRE(wire);
    return *wire;
}

Bytes v1_transfer(World& world) {
    tx::V1Message message;
    message.num_required_signatures = 1;
    message.num_readonly_unsigned = 1;
    message.addresses = {world.payer().pubkey, key(9), ids::system};
    message.compute_unit_limit = 1000;
    message.loaded_accounts_data_size = 100'000;
    message.lifetime = blockhash(world);
    const auto transfer = tx::system::transfer({world.payer().pubkey, key(9), Lamports{1'000'000}});
    message.instructions = {{2, {0, 1}, transfer.data}};
    const auto bytes = tx::encode(message);
    const Signature signatures[] = {world.payer().sign(bytes)};
    return tx::v1_wire(bytes, signatures);
}

std::string params(const Bytes& wire, std::string_view more = "") {
    return "[" + in_quotes(base64(wire)) + R"(,{"encoding":"base64")" + std::string(more) + "}]";
}

std::string id_of(const Bytes& wire) {
    const auto transaction = tx::decode(wire);
    REQUIRE(transaction);
    return codec::to_string(transaction->id());
}

std::string get_transaction(World& world, const std::string& id, std::string_view config) {
    return world.result("getTransaction", "[" + in_quotes(id) + "," + std::string(config) + "]");
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// Post without a server between.
http::Response post(World& world, const http::Request& request) {
    return world.service().handlers().http(request);
}

http::Request octets(const Bytes& wire) {
    http::Request out;
    out.method = "POST";
    out.target = "/v1/jumbo";
    out.content_type = "application/octet-stream";
    out.body = as_text(wire);
    return out;
}

std::string unsupported(int version) {
    const auto number = std::to_string(version);
    return R"({"jsonrpc":"2.0","error":{"code":-32015,"message":"Transaction version )" +
           ("(" + number +
            ") is not supported by the requesting client. Please try the request again ") +
           R"(with the following configuration parameter: \"maxSupportedTransactionVersion\": )" +
           number + R"("},"id":1})";
}

}  // namespace

TEST_CASE("a jumbo is sent in base64, in base64+zstd and as octets, and lands") {
    World world;
    const auto first = signed_wire(world, transfers(world, 100));
    CHECK(world.result("sendTransaction", params(first)) == in_quotes(id_of(first)));
    const auto second = signed_wire(world, transfers(world, 101));
    CHECK(world.result("sendTransaction", "[" + in_quotes(base64(json::zstd_compress(second))) +
                                              R"(,{"encoding":"base64+zstd"}])") ==
          in_quotes(id_of(second)));
    const auto third = signed_wire(world, transfers(world, 102));
    const auto answer = post(world, octets(third));
    CHECK(answer.status == 200);
    CHECK(answer.body == R"({"signature":)" + in_quotes(id_of(third)) + "}");
    world.chain().flush();
    CHECK(world.result("getTransactionCount") == "3");
    const auto statuses = world.result(
        "getSignatureStatuses", "[[" + in_quotes(id_of(first)) + "," + in_quotes(id_of(second)) +
                                    "," + in_quotes(id_of(third)) + "]]");
    CHECK_FALSE(has(statuses, "null,{"));
    CHECK(has(statuses, R"("err":null)"));
}

TEST_CASE("a jumbo and a v1 transaction are kept from clients that can't read them") {
    World world;
    const auto jumbo = world.land(signed_wire(world, transfers(world, 3)));
    const auto v1 = world.land(v1_transfer(world));
    const auto shown = [&](const std::string& id, std::string_view config) {
        return get_transaction(world, id, config);
    };
    for (const auto* config : {"{}", R"({"maxSupportedTransactionVersion":0})",
                               R"({"maxSupportedTransactionVersion":73})"}) {
        CHECK(shown(jumbo, config) == unsupported(74));
    }
    CHECK(shown(v1, R"({"maxSupportedTransactionVersion":0})") == unsupported(1));
    CHECK(shown(v1, R"({"maxSupportedTransactionVersion":1})").ends_with(R"("version":1})"));
    const auto json = shown(jumbo, R"({"maxSupportedTransactionVersion":74})");
    CHECK(json.ends_with(R"("version":74})"));
    CHECK(has(json, R"("transactionConfig":{"computeUnitLimit":600000,)"));
    CHECK(has(shown(jumbo, R"({"encoding":"jsonParsed","maxSupportedTransactionVersion":74})"),
              R"("type":"transfer")"));
    CHECK(has(shown(jumbo, R"({"encoding":"base58","maxSupportedTransactionVersion":74})"),
              R"("code":-32600,"message":"Jumbo transactions are too large for base58)"));
}

TEST_CASE("a block with a jumbo stays readable for everybody") {
    World world;
    const auto plain = world.land(world.transfer(key(9), 1'000'000'000));
    const auto jumbo = world.land(signed_wire(world, transfers(world, 3)));
    world.advance();
    const auto block = [&](std::string_view config) {
        return world.result("getBlock", "[1," + std::string(config) + "]");
    };
    for (const auto* config :
         {"{}", R"({"maxSupportedTransactionVersion":0})",
          R"({"maxSupportedTransactionVersion":0,"transactionDetails":"accounts"})"}) {
        const auto text = block(config);
        CHECK(has(text, R"("omittedTransactions":1,)"));
        CHECK(has(text, plain));
        CHECK_FALSE(has(text, jumbo));
    }
    const auto signatures = block(R"({"transactionDetails":"signatures"})");
    CHECK(has(signatures, plain));
    CHECK(has(signatures, jumbo));
    const auto whole = block(R"({"maxSupportedTransactionVersion":74})");
    CHECK(has(whole, jumbo));
    CHECK_FALSE(has(whole, "omittedTransactions"));
    const auto listed =
        world.result("getSignaturesForAddress", "[" + in_quotes(text(world.payer().pubkey)) + "]");
    CHECK(has(listed, jumbo));
}

TEST_CASE("blockSubscribe leaves jumbos out, and names the version that it can't show") {
    World world;
    http::ServerConfig config;
    config.hosts = {"127.0.0.1"};
    config.port = 0;
    config.io_threads = 2;
    const auto server = http::Server::start(config, world.service().handlers());
    REQUIRE(server);
    http::test::WsClient client((*server)->port());
    client.send(R"({"jsonrpc":"2.0","id":1,"method":"blockSubscribe","params":["all",)"
                R"({"commitment":"confirmed","maxSupportedTransactionVersion":0}]})");
    client.receive();
    world.land(signed_wire(world, transfers(world, 3)));
    world.advance();
    const auto without = client.receive();
    CHECK(has(without, R"("omittedTransactions":1,)"));
    CHECK(has(without, R"("err":null)"));
    world.land(v1_transfer(world));
    world.advance();
    CHECK(has(client.receive(), R"("err":{"UnsupportedTransactionVersion":1})"));
}

TEST_CASE("getFeeForMessage knows what v1 and jumbo messages pay") {
    World world;
    const auto fee = [&](ByteSpan message) {
        const auto text = world.result(
            "getFeeForMessage", "[" + in_quotes(base64(Bytes(message.begin(), message.end()))) +
                                    R"(,{"commitment":"processed"}])");
        return text.substr(text.find(R"("value":)"));
    };
    auto builder = transfers(world, 4000).compute_unit_limit(24'000'000).priority_fee(17);
    const auto expected = builder.fee();
    CHECK(expected.size > 0);
    CHECK(expected.compute_units == 5000u * 17);
    const auto value = R"("value":)" + std::to_string(expected.total()) + "}";
    CHECK(fee(tx::encode(*builder.message())) == value);
    builder.text_signatures();  // signers' choice of schemes can't change the fee
    CHECK(fee(tx::encode(*builder.message())) == value);
    const auto v1 = tx::decode(v1_transfer(world));
    CHECK(fee(v1->message.signed_bytes) == R"("value":5000})");
    Bytes cut = tx::encode(*builder.message());
    cut.resize(3);
    CHECK(has(world.result("getFeeForMessage", "[" + in_quotes(base64(cut)) + "]"),
              R"("code":-32602,"message":"failed to deserialize solana_message)"));
}

TEST_CASE("a jumbo and a v1 transaction are simulated, with another blockhash if asked") {
    World world;
    auto builder = transfers(world, 300);
    builder.lifetime(Hash{});
    const auto simulated = [&](const Bytes& wire, std::string_view more) {
        return world.result("simulateTransaction", params(wire, more));
    };
    const auto jumbo = signed_wire(world, builder);
    CHECK(has(simulated(jumbo, ""), R"("err":"BlockhashNotFound")"));
    const auto replaced = simulated(jumbo, R"(,"replaceRecentBlockhash":true)");
    CHECK(has(replaced, R"("err":null)"));
    CHECK(has(replaced, R"("unitsConsumed":45000)"));
    const auto v1 = v1_transfer(world);
    CHECK(has(simulated(v1, R"(,"sigVerify":true)"), R"("err":null)"));
    CHECK(has(simulated(v1, R"(,"replaceRecentBlockhash":true,"accounts":{"addresses":[)" +
                                in_quotes(text(key(9))) + "]}"),
              R"("lamports":1000000)"));
}

TEST_CASE("a simulation shows at most 256 accounts, however many a jumbo names") {
    World world;
    const auto wire = signed_wire(world, transfers(world, 300));
    const auto simulated = [&](std::size_t count) {
        std::string list = in_quotes(codec::to_string(ids::system));
        for (std::size_t i = 1; i < count; ++i) list += "," + in_quotes(codec::to_string(key(9)));
        return world.ask("simulateTransaction",
                         params(wire, R"(,"accounts":{"addresses":[)" + list + "]}"));
    };
    CHECK(has(simulated(256), R"("accounts":[{)"));
    CHECK(has(simulated(257), "Too many accounts provided; max 256"));
}

TEST_CASE("an instruction beyond 255 that fails is told to clients of eight bits, too") {
    World world;
    auto builder = transfers(world, 300);
    builder.add(tx::system::transfer({world.payer().pubkey, key(9), Lamports{UINT64_MAX}}));
    const auto wire = signed_wire(world, builder);
    const std::string capped = R"("err":{"InstructionError":[255,{"Custom":1}]},"errIndex":300,)";
    CHECK(has(world.result("simulateTransaction", params(wire)), capped));
    const auto refused = world.result("sendTransaction", params(wire));
    CHECK(has(refused, "Error processing Instruction 300: "));
    CHECK(has(refused, capped));

    const auto id = world.land(wire);
    const auto status = world.result("getSignatureStatuses", "[[" + in_quotes(id) + "]]");
    CHECK(has(status, capped));
    CHECK(has(status, R"("status":{"Err":{"InstructionError":[255,)"));
    CHECK(has(world.result("getSignaturesForAddress", "[" + in_quotes(text(key(9))) + "]"),
              R"("err":{"InstructionError":[255,{"Custom":1}]},"errIndex":300,"memo":null)"));
    const auto shown = get_transaction(world, id, R"({"maxSupportedTransactionVersion":74})");
    CHECK(has(shown, R"("err":{"InstructionError":[300,{"Custom":1}]})"));
    CHECK_FALSE(has(shown, "errIndex"));
}

TEST_CASE("a broken jumbo is refused with the rule it breaks") {
    World world;
    auto message = *transfers(world, 2).message();
    message.addresses.push_back(message.addresses.back());
    const Signature signatures[] = {Signature()};
    const auto twice = tx::jumbo_wire(tx::encode(message), signatures);
    const std::string expected =
        R"("code":-32602,"message":"invalid transaction: Transaction failed to sanitize accounts )"
        R"(offsets correctly: an address twice")";
    CHECK(has(world.result("sendTransaction", params(twice)), expected));
    CHECK(has(world.result("simulateTransaction", params(twice)), expected));
    CHECK(has(post(world, octets(twice)).body, expected));
    auto tampered = signed_wire(world, transfers(world, 2));
    tampered.back() ^= 1;
    CHECK(has(world.result("sendTransaction", params(tampered, R"(,"skipPreflight":true)")),
              R"("code":-32003)"));
    CHECK(world.result("getTransactionCount") == "0");
}

TEST_CASE("/v1/jumbo says what is wrong with a request") {
    World world;
    const auto good = octets(signed_wire(world, transfers(world, 1)));
    const auto refused = [&](const auto& change) {
        auto request = good;
        change(request);
        const auto answer = post(world, request);
        CHECK(answer.content_type == "application/json");
        return std::to_string(answer.status) + " " + answer.body;
    };
    CHECK(
        refused([](auto& r) { r.method = "GET"; }) ==
        R"(405 {"error":{"code":-32600,"message":"send a jumbo transaction's bytes with POST"}})");
    CHECK(refused([](auto& r) {
              r.content_type = "application/json";
          }).starts_with(R"(415 {"error":{"code":-32600,"message":"the content type must be)"));
    CHECK(refused([](auto& r) { r.content_type.clear(); }).starts_with("415 "));
    CHECK(
        refused([](auto& r) { r.body.clear(); }) ==
        R"(400 {"error":{"code":-32600,"message":"the body is empty; it must be the transaction's bytes"}})");
    const auto too_large = refused([](auto& r) { r.body = std::string(2'097'153, '\xca'); });
    CHECK(too_large.starts_with("413 "));
    CHECK(has(too_large, "VersionedTransaction too large: 2097153 bytes (max: 2097152 bytes)"));
    CHECK(refused([](auto& r) {
              r.body[0] = '\x01';
          }).starts_with(R"(400 {"error":{"code":-32602,"message":"not a jumbo transaction: )"));
    CHECK(refused([](auto& r) {
              r.body.pop_back();
          }).starts_with(R"(400 {"error":{"code":-32602,"message":"failed to deserialize )"));
    CHECK(has(refused([](auto& r) { r.target += "?skipPreflight=1"; }),
              R"(invalid query: skipPreflight must be true or false, not \"1\")"));
    CHECK(has(refused([](auto& r) { r.target += "?preflightCommitment=soon"; }),
              "preflightCommitment must be processed, confirmed or finalized"));
    CHECK(has(refused([](auto& r) { r.target += "?minContextSlot=-1"; }), "a slot's number"));
    CHECK(has(refused([](auto& r) { r.target += "?skip=true"; }), R"(no parameter \"skip\")"));
    CHECK(has(refused([](auto& r) { r.target += "?minContextSlot=99"; }), R"("code":-32016)"));
    CHECK(refused([](auto& r) {
              r.target += "?skipPreflight=true&preflightCommitment=confirmed&minContextSlot=0";
              r.content_type = "Application/Octet-Stream; charset=binary";
          }).starts_with(R"(200 {"signature":)"));
}

}  // namespace orrery::rpc::test

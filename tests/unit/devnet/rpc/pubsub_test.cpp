#include <catch2/catch.hpp>

#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/tx/transaction.hpp"
#include "tests/unit/devnet/http/raw_client.hpp"
#include "tests/unit/devnet/http/ws_client.hpp"
#include "tests/unit/devnet/rpc/world.hpp"

namespace orrery::rpc::test {
namespace {

std::unique_ptr<http::Server> serve(World& world) {
    http::ServerConfig config;
    config.hosts = {"127.0.0.1"};
    config.port = 0;
    config.io_threads = 2;
    auto server = http::Server::start(config, world.service().handlers());
    REQUIRE(server);
    return std::move(*server);
}

struct Session {
    explicit Session(const http::Server& server) : client(server.port()) {}

    std::string ask(std::string_view method, std::string_view params = "[]") {
        std::string text = R"({"jsonrpc":"2.0","id":1,"method":")";
        text += method;
        text += R"(","params":)";
        text += params;
        client.send(text + '}');
        return client.receive();
    }

    http::test::WsClient client;
};

std::string result(const std::string& value) {
    return R"({"jsonrpc":"2.0","result":)" + value + R"(,"id":1})";
}

std::string notification(std::string_view method, std::string_view result, int subscription) {
    return R"({"jsonrpc":"2.0","method":")" + std::string(method) + R"(","params":{"result":)" +
           std::string(result) + R"(,"subscription":)" + std::to_string(subscription) + "}}";
}

std::string id_of(const Bytes& wire) { return codec::base58_encode(ByteSpan(wire).subspan(1, 64)); }

const std::string success = R"({"context":{"slot":1},"value":{"err":null}})";

}  // namespace

TEST_CASE("a signature is told once, at its level, and the subscription is over") {
    World world;
    const auto server = serve(world);
    Session session(*server);
    const auto wire = world.transfer(key(9), 1'000'000'000);
    CHECK(session.ask("signatureSubscribe", "[" + in_quotes(id_of(wire)) +
                                                R"(,{"commitment":"confirmed"}])") == result("0"));
    world.land(wire);
    CHECK(session.client.receive() == notification("signatureNotification", success, 0));
    CHECK(
        session.ask("signatureUnsubscribe", "[0]") ==
        R"({"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid subscription id."},"id":1})");
}

TEST_CASE("a signature that has landed before is told all the same") {
    World world;
    const auto server = serve(world);
    Session session(*server);
    const auto id = world.land(world.transfer(key(9), 1'000'000'000));
    for (const auto* level : {"processed", "confirmed", "finalized"}) {
        const auto answer = session.ask(
            "signatureSubscribe", "[" + in_quotes(id) + ",{\"commitment\":\"" + level + "\"}]");
        CHECK(answer.starts_with(R"({"jsonrpc":"2.0","result":)"));
        CHECK(session.client.receive().find(success) != std::string::npos);
    }
}

TEST_CASE("a signature sent before its subscription is told once the client has read the answer") {
    World world({.finality_lag = 1});
    const auto server = serve(world);
    Session session(*server);
    const auto id = world.land(world.transfer(key(9), 1'000'000'000));
    session.ask("signatureSubscribe", "[" + in_quotes(id) + R"(,{"commitment":"finalized"}])");
    world.advance(3);  // finalizes it
    // The client hasn't read the ping behind the answer yet, so this is told first.
    CHECK(session.ask("getHealth") == result("\"ok\""));
    CHECK(session.client.receive() == notification("signatureNotification", success, 0));
}

TEST_CASE("a failed transaction's signature carries its error") {
    World world;
    const auto server = serve(world);
    Session session(*server);
    const auto id = world.land(world.transfer(key(9), UINT64_MAX));
    session.ask("signatureSubscribe", "[" + in_quotes(id) + "]");
    CHECK(session.client.receive() ==
          notification(
              "signatureNotification",
              R"({"context":{"slot":1},"value":{"err":{"InstructionError":[0,{"Custom":1}]}}})",
              0));
}

TEST_CASE("who asks for it hears that a signature was received") {
    World world({.finality_lag = 1});
    const auto server = serve(world);
    Session session(*server);
    const auto wire = world.transfer(key(9), 1'000'000'000);
    session.ask("signatureSubscribe",
                "[" + in_quotes(id_of(wire)) + R"(,{"enableReceivedNotification":true}])");
    world.land(wire);
    CHECK(session.client.receive() ==
          notification("signatureNotification",
                       R"({"context":{"slot":1},"value":"receivedSignature"})", 0));
    world.advance(3);
    CHECK(session.client.receive() == notification("signatureNotification", success, 0));
}

TEST_CASE("an account is told with every change, closing included") {
    World world;
    const auto server = serve(world);
    Session session(*server);
    const auto nine = in_quotes(text(key(9)));
    CHECK(session.ask("accountSubscribe",
                      "[" + nine + R"(,{"encoding":"base64","commitment":"processed"}])") ==
          result("0"));
    world.land(world.transfer(key(9), 1'000'000'000));
    const auto account = [](std::string_view lamports, std::string_view rent_epoch) {
        return notification("accountNotification",
                            R"({"context":{"slot":1},"value":{"data":["","base64"],"executable":)"
                            R"(false,"lamports":)" +
                                std::string(lamports) +
                                R"(,"owner":"11111111111111111111111111111111","rentEpoch":)" +
                                std::string(rent_epoch) + R"(,"space":0}})",
                            0);
    };
    CHECK(session.client.receive() == account("1000000000", "18446744073709551615"));
    world.result("orrery_setAccount", "[" + nine + R"(,{"lamports":0}])");
    CHECK(session.client.receive() == account("0", "0"));
    CHECK(session.ask("accountUnsubscribe", "[0]") == result("true"));
    world.land(world.transfer(key(9), 2'000'000'000));
    CHECK(session.ask("getHealth") == result("\"ok\""));
}

TEST_CASE("logs go to all and to those who are mentioned") {
    World world;
    const auto server = serve(world);
    Session everything(*server);
    Session mentioned(*server);
    everything.ask("logsSubscribe", R"(["all",{"commitment":"confirmed"}])");
    mentioned.ask("logsSubscribe", R"([{"mentions":[)" + in_quotes(text(key(9))) +
                                       R"(]},{"commitment":"confirmed"}])");
    const auto other = world.land(world.transfer(key(8), 1'000'000'000));
    const auto wanted = world.land(world.transfer(key(9), 1'000'000'000));
    const auto logs = [](const std::string& id, int subscription) {
        return notification("logsNotification",
                            R"({"context":{"slot":1},"value":{"err":null,"logs":[)"
                            R"("Program 11111111111111111111111111111111 invoke [1]",)"
                            R"("Program 11111111111111111111111111111111 success"],"signature":)" +
                                in_quotes(id) + "}}",
                            subscription);
    };
    CHECK(everything.client.receive() == logs(other, 0));
    CHECK(everything.client.receive() == logs(wanted, 0));
    CHECK(mentioned.client.receive() == logs(wanted, 1));
}

TEST_CASE("a program's accounts are told as far as they pass its filters") {
    World world;
    const auto server = serve(world);
    Session session(*server);
    CHECK(session.ask("programSubscribe",
                      R"(["11111111111111111111111111111111",{"encoding":"base64",)"
                      R"("filters":[{"dataSize":3}]}])") == result("0"));
    world.land(world.transfer(key(8), 1'000'000'000));
    world.result("orrery_setAccount",
                 "[" + in_quotes(text(key(9))) + R"(,{"data":["AQID","base64"],"lamports":5}])");
    CHECK(session.client.receive() ==
          notification("programNotification",
                       R"({"context":{"slot":1},"value":{"account":{"data":["AQID","base64"],)"
                       R"("executable":false,"lamports":5,"owner":)"
                       R"("11111111111111111111111111111111","rentEpoch":18446744073709551615,)"
                       R"("space":3},"pubkey":)" +
                           in_quotes(text(key(9))) + "}}",
                       0));
}

TEST_CASE("slots, roots and slot updates are told as they pass") {
    World world;
    const auto server = serve(world);
    Session slots(*server), roots(*server), updates(*server);
    CHECK(slots.ask("slotSubscribe") == result("0"));
    CHECK(roots.ask("rootSubscribe") == result("1"));
    CHECK(updates.ask("slotsUpdatesSubscribe") == result("2"));
    world.advance(1);
    world.advance(1);
    CHECK(slots.client.receive() ==
          notification("slotNotification", R"({"parent":1,"root":0,"slot":2})", 0));
    CHECK(slots.client.receive() ==
          notification("slotNotification", R"({"parent":2,"root":1,"slot":3})", 0));
    CHECK(roots.client.receive() == notification("rootNotification", "1", 1));
    CHECK(updates.client.receive().starts_with(
        R"({"jsonrpc":"2.0","method":"slotsUpdatesNotification","params":{"result":{"slot":1,)"));
    CHECK(updates.client.receive().find(R"("type":"createdBank")") != std::string::npos);
    CHECK(slots.ask("slotUnsubscribe", "[0]") == result("true"));
}

TEST_CASE(
    "blocks are told once they are closed, with all transactions or those that mention a key") {
    World world;
    const auto server = serve(world);
    Session all(*server), mentions(*server);
    const std::string view = R"("transactionDetails":"signatures")";
    CHECK(all.ask("blockSubscribe", R"(["all",{"commitment":"confirmed","showRewards":true,)" +
                                        view + "}]") == result("0"));
    CHECK(mentions.ask("blockSubscribe", R"([{"mentionsAccountOrProgram":)" +
                                             in_quotes(text(key(9))) + "},{" + view + "}]") ==
          result("1"));
    world.land(world.transfer(key(8), 1'000'000'000));
    const auto mine = world.transfer(key(9), 1'000'000'000);
    world.land(mine);
    world.advance(2);

    const auto told = [&](int slot, const std::string& block) {
        const auto number = std::to_string(slot);
        return "{\"context\":{\"slot\":" + number + "},\"value\":{\"block\":" + block +
               ",\"err\":null,\"slot\":" + number + "}}";
    };
    for (const int slot : {1, 2}) {
        const auto block =
            world.result("getBlock", "[" + std::to_string(slot) + ",{" + view + "}]");
        CHECK(all.client.receive() == notification("blockNotification", told(slot, block), 0));
    }
    const auto bare = world.result("getBlock", "[1,{" + view + R"(,"rewards":false}])");
    const auto other = bare.find(R"("signatures":[)");
    REQUIRE(other != std::string::npos);
    const auto end = bare.find(']', other);
    const auto only_mine =
        bare.substr(0, other) + R"("signatures":[)" + in_quotes(id_of(mine)) + bare.substr(end);
    CHECK(mentions.client.receive() == notification("blockNotification", told(1, only_mine), 1));

    // The next that it hears of is the next that mentions the key.
    world.advance(1);
    world.land(world.transfer(key(9), 2'000'000'000));
    world.advance(1);
    CHECK(mentions.client.receive().starts_with(
        R"({"jsonrpc":"2.0","method":"blockNotification","params":{"result":{"context":{"slot":4})"));
    CHECK(mentions.ask("blockUnsubscribe", "[1]") == result("true"));
}

TEST_CASE("a block that a subscriber can't read is told as an error") {
    World world;
    const auto server = serve(world);
    Session session(*server);
    CHECK(session.ask("blockSubscribe", R"(["all"])") == result("0"));
    const std::vector<Instruction> instructions{
        tx::system::transfer({world.payer().pubkey, key(9), Lamports{1'000'000'000}})};
    const auto wire = tx::build_signed(
        {.payer = world.payer().pubkey,
         .lifetime = world.chain().at(events::Commitment::processed).blockhash.hash,
         .version = tx::Version::v0,
         .instructions = instructions,
         .tables = {}},
        {&world.payer()});
    REQUIRE(wire);
    world.land(*wire);
    world.advance(1);
    CHECK(session.client.receive() ==
          notification("blockNotification",
                       R"({"context":{"slot":1},"value":{"block":null,"err":)"
                       R"({"UnsupportedTransactionVersion":0},"slot":1}})",
                       0));
}

TEST_CASE("votes can be subscribed to, though nobody votes") {
    World world;
    const auto server = serve(world);
    Session session(*server);
    CHECK(session.ask("voteSubscribe") == result("0"));
    world.advance(2);
    CHECK(session.ask("voteUnsubscribe", "[0]") == result("true"));
}

TEST_CASE("equal subscriptions share an id, others don't") {
    World world;
    const auto server = serve(world);
    Session one(*server), two(*server);
    const auto nine = "[" + in_quotes(text(key(9))) + "]";
    CHECK(one.ask("accountSubscribe", nine) == result("0"));
    CHECK(two.ask("accountSubscribe", nine) == result("0"));
    CHECK(two.ask("accountSubscribe", "[" + in_quotes(text(key(8))) + "]") == result("1"));
    CHECK(one.ask("accountUnsubscribe", "[1]").find("Invalid subscription id.") !=
          std::string::npos);
    CHECK(one.ask("accountUnsubscribe", "[0]") == result("true"));
    world.land(world.transfer(key(9), 1'000'000'000));
    CHECK(two.client.receive().find(R"("subscription":0)") != std::string::npos);
}

TEST_CASE("a session that is gone leaves nothing behind") {
    World world;
    const auto server = serve(world);
    {
        Session gone(*server);
        gone.ask("logsSubscribe", R"(["all"])");
        gone.client.close();
    }
    Session session(*server);
    world.land(world.transfer(key(9), 1'000'000'000));
    CHECK(session.ask("getHealth") == result("\"ok\""));
}

TEST_CASE("a WebSocket takes methods, batches and pings like HTTP does") {
    World world;
    const auto server = serve(world);
    Session session(*server);
    session.client.send(R"({"jsonrpc":"2.0","method":"ping"})");
    session.client.send(R"({"jsonrpc":"2.0","method":"ping","params":{}})");
    CHECK(session.ask("getSlot") == result("0"));
    session.client.send(R"([{"jsonrpc":"2.0","id":1,"method":"slotSubscribe"},)"
                        R"({"jsonrpc":"2.0","id":2,"method":"getSlot"}])");
    CHECK(session.client.receive() ==
          R"([{"jsonrpc":"2.0","result":0,"id":1},{"jsonrpc":"2.0","result":0,"id":2}])");
    session.client.send("nonsense");
    CHECK(session.client.receive() ==
          R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null})");
    world.advance();
    CHECK(session.client.receive().find("slotNotification") != std::string::npos);
}

TEST_CASE("malformed subscriptions get their exact error") {
    World world;
    const auto server = serve(world);
    Session session(*server);
    struct Bad {
        const char* method;
        const char* params;
        const char* message;
    };
    for (const auto& bad : {
             Bad{"accountSubscribe", R"(["abc"])", "Invalid Request: Invalid pubkey provided"},
             Bad{"programSubscribe", R"(["abc"])", "Invalid Request: Invalid pubkey provided"},
             Bad{"signatureSubscribe", R"(["abc"])", "Invalid Request: Invalid signature provided"},
             Bad{"logsSubscribe", R"([{"mentions":[]}])",
                 "Invalid Request: Only 1 address supported"},
             Bad{"logsSubscribe", R"([{"mentions":["a","b"]}])",
                 "Invalid Request: Only 1 address supported"},
             Bad{"logsSubscribe", R"([{"mentions":["a"]}])",
                 "Invalid Request: Invalid mentions provided"},
             Bad{"logsSubscribe", R"(["some"])",
                 "Invalid params: unknown variant `some`, expected one of `all`, `allWithVotes`, "
                 "`mentions`."},
             Bad{"logsSubscribe", "[]", "`params` should have at least 1 argument(s)"},
             Bad{"blockSubscribe", R"(["some"])",
                 "Invalid params: unknown variant `some`, expected `all` or "
                 "`mentionsAccountOrProgram`."},
             Bad{"blockSubscribe", R"([{"mentions":"a"}])",
                 "Invalid params: unknown variant `mentions`, expected `all` or "
                 "`mentionsAccountOrProgram`."},
             Bad{"blockSubscribe", R"([{"mentionsAccountOrProgram":"a"}])",
                 "Invalid Request: Invalid mentions_account_or_program provided"},
             Bad{"blockSubscribe", R"(["all",{"commitment":"processed"}])",
                 "Method does not support commitment below `confirmed`"},
             Bad{"accountUnsubscribe", "[99]", "Invalid subscription id."},
         }) {
        INFO(bad.method << ' ' << bad.params);
        CHECK(session.ask(bad.method, bad.params) ==
              R"({"jsonrpc":"2.0","error":{"code":-32602,"message":")" + std::string(bad.message) +
                  R"("},"id":1})");
    }
    CHECK(session.ask("blocksSubscribe", R"(["all"])") ==
          R"({"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":1})");
}

TEST_CASE("HTTP serves POST and /health and nothing else") {
    World world;
    const auto server = serve(world);
    http::test::RawClient client(server->port());
    const auto answer =
        client.ask(http::test::post(R"({"jsonrpc":"2.0","id":"a","method":"getSlot"})"));
    CHECK(answer.status == 200);
    CHECK(answer.has("Access-Control-Allow-Origin: *"));
    CHECK(answer.has("application/json"));
    CHECK(answer.body == R"({"jsonrpc":"2.0","result":0,"id":"a"})");
    const auto health = client.ask("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(health.status == 200);
    CHECK(health.body == "ok");
    CHECK(client.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status == 405);
}

}  // namespace orrery::rpc::test

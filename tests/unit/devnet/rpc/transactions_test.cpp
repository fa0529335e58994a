#include <catch2/catch.hpp>

#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/compute_budget.hpp"
#include "sdk/tx/instructions/memo.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "tests/unit/devnet/rpc/world.hpp"

namespace orrery::rpc::test {
namespace {

std::string with_base64(const Bytes& wire, std::string_view more = "") {
    return "[\"" + base64(wire) + R"(",{"encoding":"base64")" + std::string(more) + "}]";
}

std::string id_of(const Bytes& wire) { return codec::base58_encode(ByteSpan(wire).subspan(1, 64)); }

}  // namespace

TEST_CASE("sendTransaction gives the first signature and the transaction lands") {
    World world;
    const auto wire = world.transfer(key(9), 1'000'000'000);
    CHECK(world.result("sendTransaction", with_base64(wire)) == in_quotes(id_of(wire)));
    world.chain().flush();
    CHECK(world.result("getBalance", "[" + in_quotes(text(key(9))) + "]")
              .ends_with(R"("value":1000000000})"));
    CHECK(world.result("getTransactionCount") == "1");

    const auto second = world.transfer(key(9), 2'000'000'000);
    CHECK(world.result("sendTransaction", "[\"" + codec::base58_encode(second) + "\"]") ==
          in_quotes(id_of(second)));
}

TEST_CASE("a failing preflight gives the whole simulation and nothing is sent") {
    World world;
    Transcript golden(world, "preflight");
    golden.ask("sendTransaction", with_base64(world.transfer(key(9), UINT64_MAX)));
    golden.ask("sendTransaction", with_base64(world.transfer(key(9), 1)));
    const auto landed = world.transfer(key(9), 1'000'000'000);
    world.land(landed);
    golden.ask("sendTransaction", with_base64(landed));
    auto tampered = world.transfer(key(9), 1'000'000);
    tampered[5] ^= 1;
    golden.ask("sendTransaction", with_base64(tampered));
    golden.ask("sendTransaction", with_base64(tampered, R"(,"skipPreflight":true)"));
    golden.compare();
    CHECK(world.result("getTransactionCount") == "1");
}

TEST_CASE("without preflight a transaction that fails is charged for") {
    World world;
    const auto wire = world.transfer(key(9), UINT64_MAX);
    CHECK(world.result("sendTransaction", with_base64(wire, R"(,"skipPreflight":true)")) ==
          in_quotes(id_of(wire)));
    world.chain().flush();
    CHECK(world.result("getSignatureStatuses", "[[" + in_quotes(id_of(wire)) + "]]")
              .ends_with(R"("value":[{"confirmationStatus":"finalized","confirmations":null,)"
                         R"("err":{"InstructionError":[0,{"Custom":1}]},"slot":1,)"
                         R"("status":{"Err":{"InstructionError":[0,{"Custom":1}]}}}]})"));
}

TEST_CASE("simulateTransaction gives all that a transaction would do") {
    World world;
    const auto good = world.transfer(key(9), 1'000'000'000);
    Transcript golden(world, "simulate");
    golden.ask("simulateTransaction", with_base64(good));
    golden.ask(
        "simulateTransaction",
        with_base64(good, R"(,"sigVerify":true,"innerInstructions":true,"accounts":)"
                          R"({"encoding":"base64","addresses":[)" +
                              in_quotes(text(key(9))) + "," + in_quotes(text(key(8))) + "]}"));
    golden.ask("simulateTransaction", with_base64(good, R"(,"replaceRecentBlockhash":true)"));
    golden.ask("simulateTransaction",
               with_base64(good, R"(,"replaceRecentBlockhash":true,"sigVerify":true)"));
    golden.ask("simulateTransaction",
               with_base64(good, R"(,"accounts":{"encoding":"base58","addresses":[]})"));
    golden.ask("simulateTransaction",
               with_base64(good, R"(,"accounts":{"addresses":["a","b","c","d"]})"));
    golden.ask("simulateTransaction",
               with_base64(good, R"(,"accounts":{"addresses":["tooshort"]})"));
    golden.ask("simulateTransaction",
               with_base64(world.transfer(key(9), UINT64_MAX),
                           R"(,"accounts":{"addresses":[)" + in_quotes(text(key(9))) + "]}"));
    auto unsigned_one = good;
    std::fill(unsigned_one.begin() + 1, unsigned_one.begin() + 65, std::uint8_t{0});
    golden.ask("simulateTransaction", with_base64(unsigned_one, R"(,"sigVerify":true)"));
    golden.ask("simulateTransaction", with_base64(unsigned_one));
    golden.compare();
    CHECK(world.result("getTransactionCount") == "0");
}

TEST_CASE("simulateTransaction replaces a blockhash that nobody knows") {
    World world;
    auto wire = world.transfer(key(9), 1'000'000'000);
    // 1 signature, header, 3 keys: the blockhash follows.
    std::fill_n(wire.begin() + 1 + 64 + 3 + 1 + 3 * 32, 32, std::uint8_t{5});
    CHECK(world.result("simulateTransaction", with_base64(wire))
              .find(R"("err":"BlockhashNotFound")") != std::string::npos);
    const auto replaced =
        world.result("simulateTransaction", with_base64(wire, R"(,"replaceRecentBlockhash":true)"));
    CHECK(replaced.find(R"("err":null)") != std::string::npos);
    CHECK(replaced.find(R"("replacementBlockhash":{"blockhash":)") != std::string::npos);
}

TEST_CASE("gives a transaction back in every encoding") {
    World world;
    const auto id = in_quotes(world.land(world.transfer(key(9), 1'000'000'000)));
    Transcript golden(world, "transaction");
    golden.ask("getTransaction", "[" + id + "]");
    for (const auto* encoding : {"json", "jsonParsed", "base58", "base64"})
        golden.ask("getTransaction", "[" + id + ",{\"encoding\":\"" + encoding +
                                         R"(","maxSupportedTransactionVersion":0}])");
    golden.ask("getTransaction", "[" + id + R"(,"base64"])");
    golden.ask("getConfirmedTransaction", "[" + id + "]");
    golden.ask("getSignatureStatuses", "[[" + id + "," +
                                           in_quotes(id_of(world.transfer(key(8), 1))) +
                                           R"(],{"searchTransactionHistory":true}])");
    golden.ask("getTransaction", "[" + in_quotes(id_of(world.transfer(key(8), 1))) + "]");
    golden.compare();
}

TEST_CASE("lists the transactions of an address, newest first") {
    World world;
    std::vector<std::string> ids;
    for (std::uint64_t i = 1; i <= 4; ++i) {
        ids.push_back(in_quotes(world.land(world.transfer(key(9), i * 1'000'000'000))));
        if (i == 2) world.advance();
    }
    const auto nine = in_quotes(text(key(9)));
    Transcript golden(world, "signatures");
    golden.ask("getSignaturesForAddress", "[" + nine + "]");
    golden.ask("getSignaturesForAddress", "[" + nine + R"(,{"limit":2}])");
    golden.ask("getSignaturesForAddress",
               "[" + nine + ",{\"before\":" + ids[2] + ",\"until\":" + ids[0] + "}]");
    golden.ask("getSignaturesForAddress", "[" + nine + R"(,{"limit":0}])");
    golden.ask("getSignaturesForAddress", "[" + nine + R"(,{"limit":1001}])");
    golden.ask("getSignaturesForAddress",
               "[" + nine + ",{\"before\":" + in_quotes(id_of(world.transfer(key(8), 1))) + "}]");
    golden.ask("getSignaturesForAddress",
               "[" + nine + ",{\"until\":" + in_quotes(id_of(world.transfer(key(8), 1))) + "}]");
    golden.ask("getSignaturesForAddress", "[" + in_quotes(text(key(77))) + "]");
    golden.compare();
}

TEST_CASE("an airdrop lands under the signature it gives") {
    World world;
    const auto id = world.result("requestAirdrop", "[" + in_quotes(text(key(9))) + ",5000000000]");
    world.chain().flush();
    CHECK(world.result("getTransaction", "[" + id + "]").find(R"("err":null)") !=
          std::string::npos);
    CHECK(world.result("getBalance", "[" + in_quotes(text(key(9))) + "]")
              .ends_with(R"("value":5000000000})"));
    CHECK(world.result("requestAirdrop", "[" + in_quotes(text(key(9))) + ",18446744073709551615]")
              .starts_with(
                  R"({"jsonrpc":"2.0","error":{"code":-32603,"message":"the faucet has only )"));
}

TEST_CASE("tells the fee of a message, priority included") {
    World world;
    const auto transfer = tx::system::transfer({world.payer().pubkey, key(9), Lamports{1}});
    const auto plain = world.wire({transfer});
    const auto priced = world.wire({tx::compute_budget::set_compute_unit_price(1'000'000),
                                    tx::compute_budget::set_compute_unit_limit(1000), transfer});
    const auto fee = [&](const Bytes& wire) {
        return world.result("getFeeForMessage",
                            "[\"" + base64(Bytes(wire.begin() + 65, wire.end())) + "\"]");
    };
    CHECK(fee(plain).ends_with(R"("value":5000})"));
    CHECK(fee(priced).ends_with(R"("value":6000})"));
    auto unknown = plain;
    std::fill_n(unknown.begin() + 1 + 64 + 3 + 1 + 3 * 32, 32, std::uint8_t{5});
    CHECK(fee(unknown).ends_with(R"("value":null})"));
}

TEST_CASE("tells what recent transactions bid") {
    World world;
    const auto bid = [&](std::uint64_t price, const Pubkey& to) {
        world.land(world.wire(
            {tx::compute_budget::set_compute_unit_price(price),
             tx::system::transfer({world.payer().pubkey, to, Lamports{1'000'000'000}})}));
    };
    bid(5, key(8));
    bid(70, key(9));
    world.advance();
    world.land(world.transfer(key(9), 1));
    CHECK(world.result("getRecentPrioritizationFees") ==
          R"([{"prioritizationFee":5,"slot":1},{"prioritizationFee":0,"slot":2}])");
    CHECK(world.result("getRecentPrioritizationFees", "[[" + in_quotes(text(key(9))) + "]]") ==
          R"([{"prioritizationFee":70,"slot":1},{"prioritizationFee":0,"slot":2}])");
}

TEST_CASE("history needs a ledger, statuses do not") {
    World world({.has_ledger = false});
    const auto id = in_quotes(world.land(world.transfer(key(9), 1'000'000'000)));
    CHECK(world.ask("getTransaction", "[" + id + "]") ==
          R"({"jsonrpc":"2.0","error":{"code":-32011,"message":)"
          R"("Transaction history is not available from this node"},"id":1})");
    CHECK(world.result("getSignatureStatuses", "[[" + id + "]]")
              .find(R"("confirmationStatus":"finalized")") != std::string::npos);
}

TEST_CASE("a finality lag keeps transactions confirmed for its slots") {
    World world({.finality_lag = 2});
    const auto id = in_quotes(world.land(world.transfer(key(9), 1'000'000'000)));
    const auto status = [&] { return world.result("getSignatureStatuses", "[[" + id + "]]"); };
    CHECK(status().find(R"("confirmationStatus":"confirmed","confirmations":1)") !=
          std::string::npos);
    CHECK(world.result("getTransaction", "[" + id + "]") == "null");
    CHECK(world.result("getTransaction", "[" + id + R"(,{"commitment":"confirmed"}])") != "null");
    CHECK(
        world.result("getBalance", "[" + in_quotes(text(key(9))) + "]").ends_with(R"("value":0})"));
    world.advance(4);
    CHECK(status().find(R"("confirmationStatus":"finalized","confirmations":null)") !=
          std::string::npos);
    CHECK(world.result("getTransaction", "[" + id + "]") != "null");
}

}  // namespace orrery::rpc::test

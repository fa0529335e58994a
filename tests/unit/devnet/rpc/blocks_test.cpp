#include <catch2/catch.hpp>

#include "tests/unit/devnet/rpc/world.hpp"

namespace orrery::rpc::test {

TEST_CASE("gives blocks with and without transactions") {
    World world;
    world.land(world.transfer(key(9), 1'000'000'000));
    world.land(world.transfer(key(8), 1'000'000'000));
    world.advance(3);
    Transcript golden(world, "block");
    golden.ask("getBlock", "[1]");
    for (const auto* details : {"full", "accounts", "signatures", "none"})
        golden.ask("getBlock", std::string(R"([1,{"encoding":"base64","maxSupported)") +
                                   R"(TransactionVersion":0,"transactionDetails":")" + details +
                                   R"("}])");
    golden.ask("getBlock", R"([1,{"transactionDetails":"none","rewards":false}])");
    golden.ask("getBlock", "[0]");
    golden.ask("getBlock", "[2]");
    golden.ask("getBlock", "[3]");
    golden.ask("getBlock", "[4]");
    golden.ask("getBlock", R"([1,{"commitment":"processed"}])");
    golden.ask("getConfirmedBlock", R"([2,"base64"])");
    golden.compare();
}

TEST_CASE("empty slots chain to their neighbours") {
    World world;
    world.advance(3);
    world.land(world.transfer(key(9), 1'000'000'000));
    world.advance(2);
    const auto block = [&](int slot) {
        return world.result("getBlock", "[" + std::to_string(slot) + "]");
    };
    for (int slot = 1; slot <= 5; ++slot) {
        const auto parent = world.chain().closed_slot(Slot{static_cast<std::uint64_t>(slot - 1)});
        const auto text_of_parent = text(Pubkey::from(parent->hash.span()));
        CHECK(block(slot).find("\"previousBlockhash\":\"" + text_of_parent + "\"") !=
              std::string::npos);
        CHECK(block(slot).find("\"blockHeight\":" + std::to_string(slot)) != std::string::npos);
        CHECK(block(slot).find("\"parentSlot\":" + std::to_string(slot - 1)) != std::string::npos);
    }
}

TEST_CASE("lists the closed slots of a range and leaves out what a warp skipped") {
    World world;
    world.advance(2);
    REQUIRE(world.result("orrery_warp", R"([{"slot":10}])").find("\"absoluteSlot\":10,") !=
            std::string::npos);
    world.advance(2);
    CHECK(world.result("getBlocks", "[0]") == "[0,1,2,3,10,11]");
    CHECK(world.result("getBlocks", "[2,10]") == "[2,3,10]");
    CHECK(world.result("getBlocks", "[4,9]") == "[]");
    CHECK(world.result("getBlocks", "[5,11]") == "[10,11]");
    CHECK(world.result("getBlocks", R"([11,{"commitment":"confirmed"}])") == "[11]");
    CHECK(world.result("getBlocks", "[12]") == "[]");
    CHECK(world.result("getBlocks", "[3,2]") == "[]");
    CHECK(world.result("getBlocksWithLimit", "[1,4]") == "[1,2,3,10]");
    CHECK(world.result("getBlocksWithLimit", "[1,0]") == "[]");
    CHECK(world.ask("getBlock", "[5]") ==
          R"({"jsonrpc":"2.0","error":{"code":-32007,"message":)"
          R"("Slot 5 was skipped, or missing due to ledger jump to recent snapshot"},"id":1})");
    CHECK(world.result("getBlock", "[10]").find(R"("parentSlot":3)") != std::string::npos);
    CHECK(world.result("getBlock", "[11]").find(R"("parentSlot":10)") != std::string::npos);
}

TEST_CASE("every closed slot and the open one have a time") {
    World world;
    world.advance(2);
    world.land(world.transfer(key(9), 1'000'000'000));
    world.advance(2);
    for (const auto* slot : {"[0]", "[1]", "[2]", "[3]", "[4]", "[5]"})
        CHECK(world.result("getBlockTime", slot) == "1700000000");
    CHECK(world.ask("getBlockTime", "[6]") ==
          R"({"jsonrpc":"2.0","error":{"code":-32004,"message":)"
          R"("Block not available for slot 6"},"id":1})");
}

}  // namespace orrery::rpc::test

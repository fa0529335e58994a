#include <catch2/catch.hpp>

#include "tests/unit/devnet/rpc/world.hpp"

namespace orrery::rpc::test {

TEST_CASE("answers what the chain and its one node are") {
    World world;
    world.service().listens_on(8899);
    Transcript golden(world, "cluster");
    for (const auto* method : {"getHealth",
                               "getVersion",
                               "getGenesisHash",
                               "getIdentity",
                               "getClusterNodes",
                               "getSlotLeader",
                               "getVoteAccounts",
                               "getHighestSnapshotSlot",
                               "getSnapshotSlot",
                               "getInflationGovernor",
                               "getInflationRate",
                               "getSlot",
                               "getBlockHeight",
                               "getTransactionCount",
                               "getEpochInfo",
                               "getEpochSchedule",
                               "getLatestBlockhash",
                               "getFirstAvailableBlock",
                               "minimumLedgerSlot",
                               "getRecentBlockhash",
                               "getFees",
                               "getFeeRateGovernor",
                               "getMaxShredInsertSlot",
                               "getStakeMinimumDelegation",
                               "getRecentPerformanceSamples",
                               "getBlockProduction",
                               "getSupply"})
        golden.ask(method);
    golden.ask("getSlotLeaders", "[0,3]");
    golden.ask("getSlotLeaders", "[0,5001]");
    golden.ask("getSlotLeaders", "[16380,10]");
    golden.ask("getLeaderSchedule", "[99999]");
    golden.ask("getLeaderSchedule", R"([null,{"identity":"11111111111111111111111111111111"}])");
    golden.ask("getVoteAccounts", R"([{"votePubkey":"11111111111111111111111111111111"}])");
    golden.ask("getBlockCommitment", "[0]");
    golden.ask("getBlockCommitment", "[\"0\"]");
    golden.ask("getInflationReward", R"([["11111111111111111111111111111111"]])");
    golden.ask("getMinimumBalanceForRentExemption", "[165]");
    golden.compare();
}

TEST_CASE("names one leader for every slot of the epoch") {
    World world;
    const auto identity = text(world.chain().bank().identity());
    const auto schedule = world.result("getLeaderSchedule");
    CHECK(schedule.starts_with("{" + in_quotes(identity) + ":[0,1,2,"));
    CHECK(schedule.ends_with(",8191]}"));
    CHECK(world.result("getSlotLeader") == in_quotes(identity));
    CHECK(world.result("getVoteAccounts").find(identity) != std::string::npos);
}

TEST_CASE("processed slots run ahead of those of other levels") {
    World world;
    world.advance(4);
    CHECK(world.result("getSlot", R"([{"commitment":"processed"}])") == "5");
    CHECK(world.result("getSlot", R"([{"commitment":"confirmed"}])") == "4");
    CHECK(world.result("getSlot") == "4");
    CHECK(world.result("getSlot", R"([{"commitment":"recent"}])") == "5");
    CHECK(world.result("getSlot", R"([{"commitment":"root"}])") == "4");
}

TEST_CASE("refuses to read from a slot that is not reached") {
    World world;
    world.advance(2);
    CHECK(world.result("getBalance", R"(["11111111111111111111111111111111",{"minContextSlot":2}])")
              .starts_with(R"({"context":)"));
    CHECK(world.ask("getSlot", R"([{"minContextSlot":3}])") ==
          R"({"jsonrpc":"2.0","error":{"code":-32016,"message":)"
          R"("Minimum context slot has not been reached","data":{"contextSlot":2}},"id":1})");
}

TEST_CASE("says which blockhashes may be used") {
    World world;
    const auto latest = world.chain().at(events::Commitment::finalized).blockhash;
    const auto hash = text(Pubkey::from(latest.hash.span()));
    CHECK(world.result("getLatestBlockhash").find(hash) != std::string::npos);
    CHECK(world.result("isBlockhashValid", "[\"" + hash + "\"]").ends_with(R"("value":true})"));
    const auto before_warp = world.result("orrery_mine", "[151]");
    CHECK(before_warp == "152");
    CHECK(world.result("isBlockhashValid", "[\"" + hash + "\"]").ends_with(R"("value":false})"));
    CHECK(world.result("getFeeCalculatorForBlockhash", "[\"" + hash + "\"]")
              .ends_with(R"("value":null})"));
}

}  // namespace orrery::rpc::test

#include <catch2/catch.hpp>

#include "tests/unit/devnet/rpc/world.hpp"

namespace orrery::rpc::test {

TEST_CASE("a block's commitment names the stake that the vote accounts show") {
    World world;
    world.advance(2);
    const auto answer = world.result("getBlockCommitment", "[1]");
    constexpr std::string_view before = R"({"commitment":null,"totalStake":)";
    REQUIRE(answer.starts_with(before));
    const auto stake = answer.substr(before.size(), answer.size() - before.size() - 1);
    CHECK(std::stoull(stake) > 0);
    CHECK(world.result("getVoteAccounts").find("\"activatedStake\":" + stake + ",") !=
          std::string::npos);
}

TEST_CASE("an epoch that has ended has no inflation rewards, another has no block for them yet") {
    World world;
    world.advance(1);
    const std::string address = R"("11111111111111111111111111111111")";
    const auto unavailable = [](const std::string& slot) {
        return R"({"jsonrpc":"2.0","error":{"code":-32004,"message":)"
               R"("Block not available for slot )" +
               slot + R"("},"id":1})";
    };
    CHECK(world.ask("getInflationReward", "[[" + address + "]]") == unavailable("8192"));
    CHECK(world.ask("getInflationReward", "[[],{\"epoch\":7}]") == unavailable("65536"));
    CHECK(world.ask("getInflationReward", "[[],{\"epoch\":18446744073709551615}]") ==
          unavailable("18446744073709551615"));

    REQUIRE(world.result("orrery_warp", R"([{"slot":8200}])").find("\"epoch\":1,") !=
            std::string::npos);
    world.advance(1);
    CHECK(world.result("getInflationReward", "[[" + address + "," + address + "]]") ==
          "[null,null]");
    CHECK(world.result("getInflationReward", "[[" + address + R"(],{"epoch":0}])") == "[null]");
    CHECK(world.result("getInflationReward", "[[]]") == "[]");
    CHECK(world.ask("getInflationReward", R"([[],{"epoch":1}])") == unavailable("16384"));
}

TEST_CASE("inflation rewards are asked for at most 32 addresses, and not at processed") {
    World world;
    std::string addresses;
    for (int i = 0; i < 33; ++i)
        addresses += (i == 0 ? "" : ",") + std::string(R"("11111111111111111111111111111111")");
    CHECK(world.ask("getInflationReward", "[[" + addresses + "]]")
              .find("Too many inputs provided; max 32") != std::string::npos);
    CHECK(world.ask("getInflationReward", R"([[],{"commitment":"processed"}])")
              .find("Method does not support commitment below `confirmed`") != std::string::npos);
}

}  // namespace orrery::rpc::test

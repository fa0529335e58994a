#include <catch2/catch.hpp>

#include "tests/unit/devnet/rpc/world.hpp"

namespace orrery::rpc::test {
namespace {

std::string balance(const World& world, const Pubkey& key) {
    const auto result = world.result("getBalance", "[" + in_quotes(text(key)) + "]");
    const auto from = result.rfind(':') + 1;
    return result.substr(from, result.size() - from - 1);
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a revert returns to its snapshot, which is spent") {
    World world;
    const auto first = world.result("orrery_snapshot");
    const auto id = in_quotes(world.land(world.transfer(key(9), 1'000'000'000)));
    const auto second = world.result("orrery_snapshot");
    CHECK(first != second);
    CHECK(balance(world, key(9)) == "1000000000");
    CHECK(world.result("orrery_revert", "[" + first + "]") == "true");
    CHECK(balance(world, key(9)) == "0");
    CHECK(world.result("getTransaction", "[" + id + "]") == "null");
    CHECK(has(world.ask("orrery_revert", "[" + first + "]"), "-32602"));
    CHECK(has(world.ask("orrery_revert", "[" + second + "]"), "-32602"));
}

TEST_CASE("setAccount changes what it names and keeps the rest") {
    World world;
    const auto nine = in_quotes(text(key(9)));
    const auto info = [&] {
        return world.result("getAccountInfo", "[" + nine + R"(,{"encoding":"base64"}])");
    };
    CHECK(world.result("orrery_setAccount", "[" + nine + R"(,{"data":["AQID","base64"]}])") ==
          "true");
    // (128 + 3) * 6960: rent exempt
    CHECK(has(info(), R"({"data":["AQID","base64"],"executable":false,"lamports":911760,)"));
    CHECK(world.result("orrery_setAccount", "[" + nine + R"(,{"lamports":7,"executable":true}])") ==
          "true");
    CHECK(has(info(), R"({"data":["AQID","base64"],"executable":true,"lamports":7,)"));
    CHECK(world.result("orrery_setAccount",
                       "[" + nine + R"(,{"data":["2","base58"],"owner":)" + nine + "}]") == "true");
    CHECK(
        has(info(), R"({"data":["AQ==","base64"],"executable":true,"lamports":7,"owner":)" + nine));
    CHECK(world.result("orrery_setAccount", "[" + nine + R"(,{"lamports":0}])") == "true");
    CHECK(info().ends_with(R"("value":null})"));
}

TEST_CASE("a warp to a slot takes the clock along at the chain's pace") {
    World world;
    // 99 slots of 400 ms
    CHECK(world.result("orrery_warp", R"([{"slot":100}])") ==
          R"({"absoluteSlot":100,"blockHeight":2,"epoch":0,"slotIndex":100,"slotsInEpoch":8192,)"
          R"("unixTimestamp":1700000039})");
    CHECK(has(world.result("orrery_warp", R"([{"slot":200,"seconds":3600}])"),
              R"("unixTimestamp":1700003639)"));
}

TEST_CASE("a warp in time takes the slots along") {
    World world;
    const auto hour = world.result("orrery_warp", R"([{"seconds":3600}])");
    CHECK(has(hour, R"("absoluteSlot":9001,)"));
    CHECK(has(hour, R"("epoch":1,"slotIndex":809,)"));
    CHECK(has(hour, R"("unixTimestamp":1700003600)"));
    CHECK(has(world.result("orrery_warp", R"([{"unixTimestamp":1800000000,"slot":10000}])"),
              R"("unixTimestamp":1800000000)"));
    CHECK(has(world.result("orrery_warp", R"([{"epoch":3}])"), R"("epoch":3,"slotIndex":0,)"));
    CHECK(has(world.ask("orrery_warp", R"([{"slot":5}])"), "time goes forward only"));
    CHECK(has(world.ask("orrery_warp", R"([{"unixTimestamp":1}])"), "time goes forward only"));
}

TEST_CASE("mine closes slots by hand") {
    World world;
    CHECK(world.result("orrery_mine") == "2");
    CHECK(world.result("orrery_mine", "[10]") == "12");
    CHECK(world.result("getSlot", R"([{"commitment":"processed"}])") == "12");
}

}  // namespace orrery::rpc::test

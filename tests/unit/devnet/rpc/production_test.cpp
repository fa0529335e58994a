#include <catch2/catch.hpp>

#include "devnet/rpc/performance_samples.hpp"
#include "tests/unit/devnet/rpc/world.hpp"

namespace orrery::rpc::test {
namespace {

using Clock = PerformanceSamples::Clock;

std::string value_of(const std::string& result) {
    constexpr std::string_view before = R"("value":)";
    const auto at = result.find(before);
    if (at == std::string::npos) return result;
    return result.substr(at + before.size(), result.size() - at - before.size() - 1);
}

std::string message_of(const std::string& answer) {
    constexpr std::string_view before = R"("message":")";
    const auto at = answer.find(before);
    REQUIRE(at != std::string::npos);
    const auto begin = at + before.size();
    return answer.substr(begin, answer.find('"', begin) - begin);
}

events::Event processed(bool has_transaction) {
    auto entry = std::make_shared<events::Executed>();
    if (has_transaction) entry->transaction = std::make_shared<tx::Transaction>();
    return events::Reached{events::Commitment::processed, {std::move(entry)}};
}

}  // namespace

TEST_CASE("block production counts every slot as the sequencer's and skipped ones as missed") {
    World world;
    world.advance(2);
    REQUIRE(world.result("orrery_warp", R"([{"slot":10}])").find("\"absoluteSlot\":10,") !=
            std::string::npos);
    world.advance(2);
    const auto identity = in_quotes(text(world.chain().bank().identity()));
    const auto production = [&](const std::string& params) {
        return value_of(world.result("getBlockProduction", params));
    };
    const auto expected = [&](const std::string& counts, const std::string& range) {
        return "{\"byIdentity\":{" + identity + ":" + counts + "},\"range\":" + range + "}";
    };
    CHECK(production("[]") == expected("[12,6]", R"({"firstSlot":0,"lastSlot":11})"));
    CHECK(production(R"([{"commitment":"processed"}])") ==
          expected("[13,7]", R"({"firstSlot":0,"lastSlot":12})"));
    CHECK(production(R"([{"range":{"firstSlot":3}}])") ==
          expected("[9,3]", R"({"firstSlot":3,"lastSlot":11})"));
    CHECK(production(R"([{"range":{"firstSlot":3,"lastSlot":5}}])") ==
          expected("[3,1]", R"({"firstSlot":3,"lastSlot":5})"));
    CHECK(production(R"([{"range":{"firstSlot":3,"lastSlot":5},"identity":)" + identity + "}]") ==
          expected("[3,1]", R"({"firstSlot":3,"lastSlot":5})"));
    CHECK(production(R"([{"identity":"11111111111111111111111111111111"}])") ==
          R"({"byIdentity":{},"range":{"firstSlot":0,"lastSlot":11}})");
}

TEST_CASE("block production refuses ranges that nobody knows") {
    World world;
    world.advance(2);
    const auto message = [&](const std::string& range) {
        return message_of(world.ask("getBlockProduction", R"([{"range":)" + range + "}]"));
    };
    CHECK(message(R"({"firstSlot":2,"lastSlot":1})") ==
          "lastSlot, 1, cannot be less than firstSlot, 2");
    CHECK(message(R"({"firstSlot":0,"lastSlot":99})") == "lastSlot, 99, is too large; max 2");
    CHECK(message(R"({"firstSlot":18446744073709551615,"lastSlot":18446744073709551615})") ==
          "lastSlot, 18446744073709551615, is too large; max 2");
    CHECK(message(R"({"lastSlot":1})") == "Invalid params: missing field `firstSlot`.");
    REQUIRE(world.result("orrery_warp", R"([{"slot":2000000}])").find("\"absoluteSlot\"") !=
            std::string::npos);
    world.advance(1);
    CHECK(message(R"({"firstSlot":3})") == "firstSlot, 3, is too small; min 951425");
}

TEST_CASE("a performance sample ends with the first slot after its minute") {
    auto now = Clock::time_point{};
    PerformanceSamples samples([&] { return now; });
    const auto open = [&](std::uint64_t slot, int at_second) {
        now = Clock::time_point{} + std::chrono::seconds(at_second);
        samples.publish(events::SlotOpened{Slot{slot}, Slot{slot - 1}, Slot{0}});
    };
    open(1, 0);
    samples.publish(processed(true));
    samples.publish(processed(false));
    samples.publish(events::Reached{events::Commitment::confirmed, {}});
    open(100, 59);
    CHECK(samples.recent(9).empty());
    samples.publish(processed(true));
    open(151, 61);
    samples.publish(processed(true));
    open(301, 130);
    const auto found = samples.recent(9);
    REQUIRE(found.size() == 2);
    CHECK(found[0].slot == Slot{301});
    CHECK(found[0].slots == 150);
    CHECK(found[0].transactions == 1);
    CHECK(found[0].period.count() == 69);
    CHECK(found[1].slot == Slot{151});
    CHECK(found[1].slots == 150);
    CHECK(found[1].transactions == 2);
    CHECK(found[1].period.count() == 61);
    CHECK(samples.recent(1).size() == 1);
    CHECK(samples.recent(1)[0].slot == Slot{301});
}

TEST_CASE("a revert takes back the samples of slots that are no more") {
    auto now = Clock::time_point{};
    PerformanceSamples samples([&] { return now; });
    for (std::uint64_t slot = 1; slot <= 4; ++slot) {
        samples.publish(events::SlotOpened{Slot{slot}, Slot{slot - 1}, Slot{0}});
        samples.publish(processed(true));
        now += std::chrono::seconds(60);
    }
    REQUIRE(samples.recent(9).size() == 3);
    samples.publish(events::Reverted{Slot{3}});
    CHECK(samples.recent(9).size() == 2);
    now += std::chrono::seconds(60);
    samples.publish(events::SlotOpened{Slot{4}, Slot{3}, Slot{0}});
    REQUIRE(samples.recent(9).size() == 3);
    CHECK(samples.recent(9)[0].slots == 1);
    CHECK(samples.recent(9)[0].transactions == 0);
}

TEST_CASE("only the newest 720 performance samples are kept") {
    auto now = Clock::time_point{};
    PerformanceSamples samples([&] { return now; });
    for (std::uint64_t slot = 1; slot <= PerformanceSamples::kept + 10; ++slot) {
        samples.publish(events::SlotOpened{Slot{slot}, Slot{slot - 1}, Slot{0}});
        now += std::chrono::seconds(60);
    }
    const auto found = samples.recent(SIZE_MAX);
    REQUIRE(found.size() == PerformanceSamples::kept);
    CHECK(found.back().slot == Slot{11});
}

TEST_CASE("performance samples have a limit") {
    World world;
    CHECK(world.result("getRecentPerformanceSamples") == "[]");
    CHECK(world.result("getRecentPerformanceSamples", "[720]") == "[]");
    CHECK(message_of(world.ask("getRecentPerformanceSamples", "[721]")) ==
          "Invalid limit; max 720");
}

}  // namespace orrery::rpc::test

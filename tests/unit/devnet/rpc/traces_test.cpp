#include <catch2/catch.hpp>

#include "sdk/json/account.hpp"
#include "tests/unit/devnet/rpc/world.hpp"
#include "tests/unit/sdk/symbols/faulty_program.hpp"

namespace orrery::rpc::test {
namespace {

using Catch::Contains;

const Pubkey faulty = key(77);
const std::string loader_v2 = "BPFLoader2111111111111111111111111111111111";

/// Puts the C++ program where it can be called.
link::Linked put_program(const World& world) {
    auto linked = orrery::test::link_faulty("faulty.o", sbpf::SbpfVersion::v3);
    const auto params = "[" + in_quotes(text(faulty)) + R"(,{"executable":true,"owner":)" +
                        in_quotes(loader_v2) + R"(,"data":[)" + in_quotes(base64(linked.so)) +
                        R"(,"base64"]}])";
    REQUIRE(world.result("orrery_setAccount", params) == "true");
    return linked;
}

std::string set_debug(const World& world, const Bytes& bytes, const std::string& encoding) {
    return world.result("orrery_setDebugInfo", "[" + in_quotes(text(faulty)) + ",[" +
                                                   in_quotes(base64(bytes)) + "," +
                                                   in_quotes(encoding) + "]]");
}

Bytes call(const World& world, std::uint8_t how) { return world.wire({{faulty, {}, {how}}}); }

std::string trace(const World& world, const std::string& id) {
    return world.result("orrery_getTrace", "[" + in_quotes(id) + "]");
}

const std::string frames_of_peek =
    R"([{"frames":[{"column":12,"file":"faulty.cpp","function":"peek","inlined":false,"line":33,"pc":)";

}  // namespace

TEST_CASE("orrery_getTrace shows functions and lines of a transaction that landed") {
    World world;
    const auto linked = put_program(world);
    REQUIRE(set_debug(world, linked.debug, "base64") == "true");
    CHECK_THAT(trace(world, world.land(call(world, 1))),
               Catch::StartsWith(frames_of_peek) && Contains(R"("function":"handle")") &&
                   Contains(R"("line":52)") && Contains(R"("function":"entrypoint")") &&
                   Catch::EndsWith(R"("programId":)" + in_quotes(text(faulty)) + "}]"));
    CHECK_THAT(trace(world, world.land(call(world, 0))),
               Contains(R"("function":"number","inlined":true,"line":15)") &&
                   Contains(R"("function":"sum<4>","inlined":false,"line":24)"));
}

TEST_CASE("debug information may come late") {
    World world;
    const auto linked = put_program(world);
    const auto id = world.land(call(world, 1));
    CHECK_THAT(trace(world, id),
               Contains(R"("file":null,"function":null,"inlined":false,"line":null)") &&
                   Contains(R"("note":"no debug information)"));
    REQUIRE(set_debug(world, json::zstd_compress(linked.debug), "base64+zstd") == "true");
    CHECK_THAT(trace(world, id), Catch::StartsWith(frames_of_peek));
}

TEST_CASE("there is no trace of what returned, and none of what never was") {
    World world;
    put_program(world);
    CHECK(trace(world, world.land(call(world, 4))) == "[]");
    CHECK(trace(world, world.land(call(world, 9))) == "[]");
    CHECK(trace(world, world.land(world.transfer(key(9), 1'000'000'000))) == "[]");
    CHECK(trace(world, std::string(64, '1')) == "null");
}

TEST_CASE("a simulation and a failing preflight have the trace, where there is one") {
    World world;
    const auto linked = put_program(world);
    REQUIRE(set_debug(world, linked.debug, "base64") == "true");
    const auto params = [&](std::uint8_t how) {
        return "[" + in_quotes(base64(call(world, how))) + R"(,{"encoding":"base64"}])";
    };
    const auto traced = Contains(R"("trace":)" + frames_of_peek);
    CHECK_THAT(world.ask("simulateTransaction", params(1)), traced);
    CHECK_THAT(world.ask("sendTransaction", params(1)), Contains("-32002") && traced);
    CHECK_THAT(world.ask("simulateTransaction", params(9)), !Contains("trace"));
    CHECK_THAT(world.ask("sendTransaction", params(4)), Contains("-32002") && !Contains("trace"));
}

TEST_CASE("orrery_setDebugInfo says why it takes a file not") {
    World world;
    const auto linked = put_program(world);
    CHECK_THAT(set_debug(world, Bytes(9), "base64"),
               Contains("-32602") && Contains("the debug information is no ELF file"));
    CHECK_THAT(set_debug(world, linked.debug, "base58"), Contains("not in base58"));
    CHECK_THAT(set_debug(world, linked.debug, "base64+zstd"), Contains("can't be decoded"));
    CHECK_THAT(world.ask("orrery_setDebugInfo", R"(["nonsense",["",""]])"), Contains("-32602"));
    CHECK_THAT(world.ask("orrery_setDebugInfo", "[" + in_quotes(text(faulty)) + ",5]"),
               Contains("-32602"));
}

}  // namespace orrery::rpc::test

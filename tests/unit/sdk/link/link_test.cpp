#include "sdk/link/link.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/sdk/link/machine.hpp"

namespace orrery::link {
using namespace test;
using sbpf::SbpfVersion;

namespace {

constexpr SbpfVersion versions[] = {SbpfVersion::v3, SbpfVersion::v0};

Linked must_link(const std::vector<std::string>& names, SbpfVersion version, bool debug = false) {
    auto linked = link_objects(names, {.objects = {}, .version = version, .debug = debug});
    INFO(messages(linked));
    REQUIRE(linked);
    return *linked;
}

bool contains(const Bytes& bytes, std::string_view text) {
    return as_text(bytes).find(text) != std::string_view::npos;
}

}  // namespace

TEST_CASE("the smallest program logs its text and is as small as its parts") {
    const auto v3 = must_link({"hello"}, SbpfVersion::v3);
    CHECK(execute(v3.so, {0}) == Run{"halt", 0, {"hello"}});
    // File header, two program headers, 16 bytes of guard and "hello" padded, six slots.
    CHECK(v3.so.size() == 64 + 2 * 56 + 24 + 6 * 8);
    CHECK(v3.text_size == 48);
    CHECK(v3.rodata_size == 24);
    CHECK(v3.syscalls == std::vector<std::string>{"sol_log_"});

    const auto v0 = must_link({"hello"}, SbpfVersion::v0);
    CHECK(execute(v0.so, {0}) == Run{"halt", 0, {"hello"}});
    CHECK(v0.rodata_size == 8);
}

TEST_CASE("tables of strings and functions work, and what isn't needed is dropped") {
    for (const auto version : versions) {
        const auto linked = must_link({"tables"}, version);
        CHECK(execute(linked.so, {12}) == Run{"halt", 13 + 3000, {"increm"}});
        CHECK(execute(linked.so, {13}) == Run{"halt", 169 + 3000, {"square"}});
        CHECK(execute(linked.so, {14}) == Run{"halt", 42 + 3000, {"triple"}});
        const auto has = [&](std::string_view name) {
            return std::any_of(linked.functions.begin(), linked.functions.end(),
                               [&](const auto& each) { return each.name == name; });
        };
        CHECK(has("entrypoint"));
        CHECK(has("triple"));
        CHECK_FALSE(has("unused_function"));
        CHECK(linked.functions.front().name == "entrypoint");
        CHECK(linked.functions.front().offset == 0);
    }
}

TEST_CASE("objects share templates, override weak functions and merge their strings") {
    // doubled(7) + doubled(7) * 10 + the strong answer + the area of square 7 & 1.
    const Run expected{
        "halt", 14 + 140 + 1000 + 200 * 200, {"both objects have this", "both objects have this"}};
    for (const auto version : versions) {
        for (const std::vector<std::string>& order :
             {std::vector<std::string>{"first", "second"}, {"second", "first"}}) {
            const auto linked = must_link(order, version);
            CHECK(execute(linked.so, {7}) == expected);
            const auto text = as_text(linked.so);
            const auto at = text.find("both objects");
            REQUIRE(at != std::string_view::npos);
            CHECK(text.find("both objects", at + 1) == std::string_view::npos);
            CHECK(std::count_if(
                      linked.functions.begin(), linked.functions.end(),
                      [](const auto& each) { return each.name == "_Z7doubledImET_S0_"; }) == 1);
        }
    }
}

TEST_CASE("a library's definitions give way to those of the program") {
    const auto hello = object("hello"), tables = object("tables");
    const ObjectFile objects[] = {{"hello.o", hello}, {"tables.o", tables, true}};
    const auto linked = link({.objects = objects});
    REQUIRE(linked);
    CHECK(linked->so == link_objects({"hello"})->so);
}

TEST_CASE("a call by a hash is a call by name") {
    for (const auto version : versions) {
        const auto linked = must_link({"by_hash"}, version);
        CHECK(execute(linked.so, {9}) == Run{"halt", 7, {"9 2 3 4 5 "}});
        CHECK(linked.syscalls == std::vector<std::string>{"sol_log_64_"});
    }
}

TEST_CASE("a debug file runs as the program does and describes it") {
    for (const auto version : versions) {
        const auto linked = must_link({"first", "second"}, version, true);
        CHECK(linked.so == must_link({"first", "second"}, version).so);
        CHECK(execute(linked.debug, {7}) == execute(linked.so, {7}));
        CHECK(contains(linked.debug, ".debug_line"));
        CHECK(contains(linked.debug, "_Z7doubledImET_S0_"));
        CHECK(contains(linked.debug, "second.cpp"));
        CHECK_FALSE(contains(linked.so, "second.cpp"));
    }
    CHECK(must_link({"hello"}, SbpfVersion::v3).debug.empty());
}

TEST_CASE("what is marked to be retained stays") {
    for (const auto version : versions) {
        const auto linked = must_link({"retain"}, version);
        CHECK(contains(linked.so, "mail the author"));
        CHECK_FALSE(contains(linked.so, "mail nobody"));
    }
}

TEST_CASE("constants lie where they want to be aligned") {
    for (const auto version : versions) {
        const auto linked = must_link({"aligned"}, version);
        CHECK(execute(linked.so, {2}) == Run{"halt", 3, {}});
        CHECK(execute(linked.so, {1}) == Run{"halt", 1 + 2, {}});
    }
}

TEST_CASE("another entry point is another program") {
    const auto linked = link_objects({"noentry"}, {.objects = {}, .entry = "entry_point"});
    REQUIRE(linked);
    CHECK(execute(linked->so, {0x2a}) == Run{"halt", 0x2a, {}});
}

TEST_CASE("the same objects always give the same bytes") {
    for (const auto version : versions) {
        CHECK(must_link({"first", "second"}, version, true).debug ==
              must_link({"first", "second"}, version, true).debug);
    }
}

}  // namespace orrery::link

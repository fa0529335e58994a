#include "sdk/json/document.hpp"

#include "tests/unit/sdk/json/support.hpp"

using namespace orrery;
using json::Document;

TEST_CASE("a document gives typed access to its values") {
    const auto document = test::parse(
        R"({"u":18446744073709551615,"i":-1,"f":1.5,"s":"x\u00e9","b":true,"n":null,"a":[1,{"k":2}]})");
    const auto root = document.root();
    CHECK(root["u"].u64() == UINT64_MAX);
    CHECK(root["i"].i64() == -1);
    CHECK_FALSE(root["i"].u64());
    CHECK(root["f"].f64() == 1.5);
    CHECK_FALSE(root["f"].u64());
    CHECK(root["s"].string() == "xé");
    CHECK(root["b"].boolean() == true);
    CHECK(root["n"].is_null());
    CHECK(root["missing"].is_absent());
    CHECK(root["missing"].is_none());
    CHECK(root["a"].size() == 2);
    CHECK(root["a"].at(1)["k"].u64() == 2u);
    CHECK(root["a"].at(2).is_absent());
    CHECK(root["s"]["deeper"].at(0).is_absent());
    CHECK(root.member(1).first == "i");
    CHECK(root["a"].dump() == R"([1,{"k":2}])");
}

TEST_CASE("a document reads floats to the nearest double") {
    for (const char* text : {"0.1", "1.7976931348623157e308", "9007199254740993.0", "5e-324",
                             "18446744073709552000", "123456.789e-12"})
        CHECK(test::parse(text).root().f64() == std::strtod(text, nullptr));
}

TEST_CASE("a document refuses what isn't one JSON value") {
    const std::pair<std::string, std::string> cases[] = {
        {"", "the text ends in the middle of a value"},
        {"{", "the text ends in the middle of a value"},
        {"[1,]", "syntax error"},
        {"{} {}", "text follows the value"},
        {"nul", "the text ends in the middle of a value"},
        {"'x'", "syntax error"},
        {"[01]", "syntax error"},
        {"\"\xff\"", "syntax error"},
        {"\"\\ud800\"", "syntax error"},
        {"[[[[]]]]", "nested deeper than 3 levels"},
    };
    for (const auto& [text, what] : cases) {
        const auto document = Document::parse(text, {.max_depth = 3});
        REQUIRE_FALSE(document);
        INFO(text);
        if (what != "syntax error") CHECK(document.error().what == what);
        CHECK(document.error().offset <= text.size());
    }
}

TEST_CASE("duplicates are refused with their path, or the last one wins") {
    const std::string text = R"({"a":[{"b":1},{"c":{"d":1,"e":2,"d":3}}]})";
    const auto refused = Document::parse(text, {.duplicates = json::Duplicates::refuse});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what == "a[1].c.d stands twice; keep one of them");
    CHECK(test::parse(text).root()["a"].at(1)["c"]["d"].u64() == 3u);
    CHECK(Document::parse(R"({"a":{"a":{"a":[1,1]}},"b":{"a":1}})",
                          {.duplicates = json::Duplicates::refuse}));
}

TEST_CASE("a document knows whether its root names a member twice") {
    CHECK(test::parse(R"({"id":1,"id":2})").repeats_members());
    CHECK_FALSE(test::parse(R"({"id":1,"params":{"a":1,"a":2}})").repeats_members());
    const auto batch = test::parse(R"([{"a":1},5,[{}],{"b":1,"b":2},null,{"c":1}])");
    CHECK_FALSE(batch.repeats_members(0));
    CHECK_FALSE(batch.repeats_members(1));
    CHECK_FALSE(batch.repeats_members(2));
    CHECK(batch.repeats_members(3));
    CHECK_FALSE(batch.repeats_members(5));
}
